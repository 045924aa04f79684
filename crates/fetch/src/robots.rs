//! `robots.txt` after RFC 9309, with `Crawl-delay`.
//!
//! Of the published parsers, one takes time with the cube of a hostile pattern's length and the other stands on libraries
//! that are no longer kept; the standard is short.

use std::time::Duration;

/// Bytes of `robots.txt` that are read; the standard asks for 500 KiB at least.
pub(crate) const MAX_BYTES: u64 = 512 << 10;
/// Longest path or pattern that is compared, in bytes.
const MAX_PATTERN: usize = 4096;
/// Longest `Crawl-delay` that is kept to.
const MAX_DELAY: Duration = Duration::from_secs(30);

/// What one host asks of us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Robots {
    rules: Vec<Rule>,
    /// Time it wants between requests.
    pub(crate) delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    /// In the form of [`normal`]; `*` stands for anything, `$` at the end for the end.
    pattern: Vec<u8>,
    allow: bool,
}

impl Robots {
    /// The rules for the program `product`, or those for everybody where none name it.
    pub(crate) fn read(bytes: &[u8], product: &str) -> Self {
        let (mut own, mut general) = (Self::default(), Self::default());
        let mut named = false;
        // Whom the group speaks to, and whether its rules have begun.
        let (mut to_us, mut to_all, mut begun) = (false, false, false);
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        for line in bytes.split(|b| matches!(b, b'\n' | b'\r')) {
            let line = line.split(|&b| b == b'#').next().unwrap_or(&[]);
            let Some(colon) = line.iter().position(|&b| b == b':') else { continue };
            let key = line[..colon].trim_ascii().to_ascii_lowercase();
            let value = line[colon + 1..].trim_ascii();
            match key.as_slice() {
                b"user-agent" => {
                    if std::mem::take(&mut begun) {
                        (to_us, to_all) = (false, false);
                    }
                    let end = value.iter().position(|b| !(b.is_ascii_alphabetic() || b"-_".contains(b)));
                    let name = &value[..end.unwrap_or(value.len())];
                    to_all |= value.first() == Some(&b'*');
                    if !name.is_empty() && name.eq_ignore_ascii_case(product.as_bytes()) {
                        (to_us, named) = (true, true);
                    }
                }
                b"allow" | b"disallow" => {
                    begun = true;
                    let pattern = normal(value);
                    // A rule without a path says nothing.
                    if pattern.is_empty() || pattern.len() > MAX_PATTERN {
                        continue;
                    }
                    let rule = Rule { pattern, allow: key == b"allow" };
                    if to_us {
                        own.rules.push(rule.clone());
                    }
                    if to_all {
                        general.rules.push(rule);
                    }
                }
                b"crawl-delay" => {
                    begun = true;
                    let seconds = std::str::from_utf8(value).ok().and_then(|v| v.parse::<f64>().ok());
                    let delay =
                        seconds.and_then(|s| Duration::try_from_secs_f64(s).ok()).map(|d| d.min(MAX_DELAY));
                    if to_us {
                        own.delay = delay.or(own.delay);
                    }
                    if to_all {
                        general.delay = delay.or(general.delay);
                    }
                }
                _ => {}
            }
        }
        if named { own } else { general }
    }

    /// Whether the page at `path` (with its query) may be taken: the longest rule wins, and among equals `Allow`.
    pub(crate) fn allows(&self, path: &str) -> bool {
        let path = normal(path.as_bytes());
        if path == b"/robots.txt" {
            return true;
        }
        let path = &path[..path.len().min(MAX_PATTERN)];
        let fitting = self.rules.iter().filter(|r| fits(&r.pattern, path));
        fitting.max_by_key(|r| (r.pattern.len(), r.allow)).is_none_or(|r| r.allow)
    }
}

/// One way of writing: what need not be escaped is not, what is not ASCII is, and digits of escapes are capitals.
fn normal(path: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        let escaped = match (byte, tail) {
            (b'%', [a, b, ..]) => hex(*a).zip(hex(*b)).map(|(a, b)| a << 4 | b),
            _ => None,
        };
        match escaped {
            Some(value) => {
                rest = &tail[2..];
                if value.is_ascii_alphanumeric() || b"-._~".contains(&value) {
                    out.push(value);
                } else {
                    escape(value, &mut out);
                }
            }
            None if byte.is_ascii_graphic() => out.push(byte),
            None => escape(byte, &mut out),
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

/// Whether the pattern fits a beginning of the path. The parts between stars are looked for one after another, each as
/// early as it can stand, so the time grows with the product of the lengths at worst.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, whole) = match pattern.strip_suffix(b"$") {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split(|&b| b == b'*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut parts: Vec<&[u8]> = parts.collect();
    let last = match (whole, parts.pop()) {
        (true, None) => return rest.is_empty(),
        (_, None) => return true,
        (true, Some(last)) => Some(last),
        (false, Some(last)) => {
            parts.push(last);
            None
        }
    };
    for part in parts.into_iter().filter(|p| !p.is_empty()) {
        match rest.windows(part.len()).position(|w| w == part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    last.is_none_or(|last| rest.ends_with(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(robots: &str, path: &str) -> bool {
        Robots::read(robots.as_bytes(), "diurna").allows(path)
    }

    #[test]
    fn the_group_that_names_us_wins() {
        let robots =
            "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Diurna/2.0\nDisallow: /private\n";
        assert!(allows(robots, "/news") && !allows(robots, "/private/a"));
        // Groups of one name are one group, and what is left out of it is allowed.
        let twice =
            "user-agent: diurna\ndisallow: /a\nuser-agent: x\ndisallow: /\nuser-agent: diurna\ndisallow: /b";
        assert!(!allows(twice, "/a") && !allows(twice, "/b") && allows(twice, "/c"));
        let general = "User-agent: diurnal\nDisallow: /\nUser-agent: *\nDisallow: /x # why\r\n";
        assert!(allows(general, "/news") && !allows(general, "/x1"));
    }

    #[test]
    fn the_longest_rule_wins_and_allow_among_equals() {
        let robots = "user-agent: *\ndisallow: /archive\nallow: /archive/2021\ndisallow: /page\nallow: /page";
        assert!(
            !allows(robots, "/archive/2020") && allows(robots, "/archive/2021/x") && allows(robots, "/page")
        );
        assert!(allows("user-agent: *\ndisallow:\n", "/any"));
        assert!(!allows("user-agent: *\ndisallow: /\n", "/any"));
        assert!(allows("user-agent: *\ndisallow: /\n", "/robots.txt"));
        assert!(allows("disallow: /\n", "/any"), "a rule of no group");
    }

    #[test]
    fn stars_and_ends() {
        for (pattern, path, fit) in [
            ("/fish", "/fish.html", true),
            ("/fish", "/Fish", false),
            ("/fish*", "/fishheads", true),
            ("/*.php", "/index.php?a=1", true),
            ("/*.php$", "/index.php?a=1", false),
            ("/*.php$", "/a.php/b.php", true),
            ("/a*b*c$", "/axbxc", true),
            ("/a*b*c$", "/acb", false),
            ("/exact$", "/exact", true),
            ("/exact$", "/exactly", false),
            ("*/print", "/news/print", true),
            ("/a$b", "/a$b", true),
            ("/*", "/", true),
        ] {
            assert_eq!(fits(pattern.as_bytes(), path.as_bytes()), fit, "{pattern} {path}");
        }
    }

    #[test]
    fn escapes_are_compared_in_one_form() {
        assert!(!allows("user-agent: *\ndisallow: /caf\u{e9}", "/caf%c3%a9/menu"));
        assert!(!allows("user-agent: *\ndisallow: /%7Euser", "/~user/"));
        assert!(allows("user-agent: *\ndisallow: /a%2Fb", "/a/b"));
    }

    #[test]
    fn delays_are_kept_within_bounds() {
        let delay =
            |t: &str| Robots::read(format!("user-agent: *\ncrawl-delay: {t}").as_bytes(), "diurna").delay;
        assert_eq!(delay("2.5"), Some(Duration::from_millis(2500)));
        assert_eq!(delay("86400"), Some(MAX_DELAY));
        for bad in ["-1", "soon", "NaN", ""] {
            assert_eq!(delay(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_hostile_pattern_costs_little() {
        let robots =
            format!("user-agent: *\n{}", format!("disallow: /{}b$\n", "a*".repeat(1000)).repeat(100));
        let began = std::time::Instant::now();
        assert!(allows(&robots, &format!("/{}", "a".repeat(4000))));
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        Robots::read(b"\xff\xfe\0:\n:::\nuser-agent\nuser-agent:\xff", "diurna").allows("");
    }
}

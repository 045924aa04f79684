//! What a wrong command line is told, and the values of flags.

use crate::args::Cli;
use crate::stdout;
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::net::Ipv6Addr;
use std::process::ExitCode;
use std::str::FromStr;

/// Reads the command line. Where it is wrong, says so with a hint and gives the exit code; help and the version are printed.
pub(crate) fn parse(args: Vec<OsString>) -> Result<Cli, ExitCode> {
    let (args, path) = asked(args);
    let read = Cli::command().try_get_matches_from(args).and_then(|found| Cli::from_arg_matches(&found));
    read.map_err(|e| {
        if !e.use_stderr() || e.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            let printed = e.print().and_then(|()| std::io::stdout().flush());
            if printed.is_err_and(|e| stdout::failed(&e)) {
                return ExitCode::from(1);
            }
        } else {
            tell(&e, &path);
        }
        ExitCode::from(u8::try_from(e.exit_code()).unwrap_or(2))
    })
}

/// The arguments, without a --help that follows `help`, and the names of the command that they begin with.
fn asked(mut args: Vec<OsString>) -> (Vec<OsString>, String) {
    let mut command = Cli::command();
    let mut path = command.get_name().to_string();
    let mut at = 1;
    while let Some(name) = args.get(at).map(|a| a.to_string_lossy().into_owned()) {
        at += 1;
        if name == "help" && command.has_subcommands() {
            let rest = args.split_off(at);
            args.extend(rest.into_iter().filter(|a| a != "--help" && a != "-h"));
            break;
        }
        let Some(next) = command.find_subcommand(&name).cloned() else { break };
        path.push(' ');
        path.push_str(&name);
        command = next;
    }
    (args, path)
}

/// The error as clap words it, with a line `hint:` in place of its own pointer to the help.
fn tell(e: &clap::Error, path: &str) {
    let mut err = std::io::stderr().lock();
    let colour = err.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let styled = e.render();
    let text = if colour { styled.ansi().to_string() } else { styled.to_string() };
    let text = text.split("\n\nFor more information").next().unwrap_or(&text).trim_end();
    // If standard error is gone too, nobody is left to tell.
    let _ = writeln!(err, "{text}\n  hint: `{path} --help` says how it is written");
}

/// The parser of a number or the like; `what` says what the text is not, and how it is written.
pub(crate) fn number<T: FromStr>(
    what: &'static str,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static {
    move |text| text.parse().map_err(|_| what.to_string())
}

/// Words to look for: a text that holds none would be answered with everything, one whose quotation mark is not closed with nothing.
pub(crate) fn words(text: &str) -> Result<String, String> {
    diurna_store::check_words(text).map(|()| text.to_string()).map_err(|e| match e.hint() {
        Some(hint) => format!("{e}; {hint}"),
        None => e.to_string(),
    })
}

/// A name under which people reach a server, with or without a port: as browsers write it in the header `Host`.
pub(crate) fn host(text: &str) -> Result<String, String> {
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) if !text.ends_with(']') => (name, Some(port)),
        _ => (text, None),
    };
    let fits = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)),
    };
    if fits && port.is_none_or(|port| port.parse::<u16>().is_ok()) {
        return Ok(text.to_string());
    }
    Err("not the name of a server; write it without https:// and path, such as review.example.org"
        .to_string())
}

/// Where somebody can be reached: an address of mail, with or without `mailto:`, or of the web.
pub(crate) fn contact(text: &str) -> Result<String, String> {
    let plain = text.chars().all(|c| c.is_ascii_graphic() && !"()".contains(c));
    let after = |schemes: &[&str]| {
        schemes.iter().find_map(|scheme| {
            let head = text.get(..scheme.len()).filter(|head| head.eq_ignore_ascii_case(scheme));
            head.map(|_| &text[scheme.len()..])
        })
    };
    let fits = match after(&["http://", "https://"]) {
        Some(rest) => rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['),
        None => {
            let mail = after(&["mailto:"]).unwrap_or(text);
            let ends = mail.split_once('@');
            ends.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
        }
    };
    if plain && fits {
        return Ok(text.to_string());
    }
    Err("nobody can be reached there; write mailto:desk@example.org, or the https:// address of a page"
        .to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts() {
        for text in
            ["desk@example.org", "mailto:desk@example.org", "https://example.org/about", "HTTP://[::1]/"]
        {
            assert_eq!(contact(text), Ok(text.to_string()));
        }
        for text in [
            "",
            "foo",
            "example.org",
            "@",
            "desk@",
            "@example.org",
            "mailto:",
            "https://",
            "a b@c",
            "a@b\r\nc",
        ] {
            assert!(contact(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn hosts() {
        for text in [
            "review.example.org",
            "Review-2.example.org:8443",
            "tunnel",
            "10.0.0.7:80",
            "[fd00::7]",
            "[::1]:443",
        ] {
            assert_eq!(host(text), Ok(text.to_string()));
        }
        for text in [
            "",
            ":443",
            "https://review.example.org",
            "review.example.org/",
            "review.example.org:",
            "review.example.org:99999",
            "two words",
            "ola@review.example.org",
            "fd00::7",
            "[fd00]",
            "*.example.org",
        ] {
            assert!(host(text).is_err_and(|e| e.starts_with("not the name of a server; write")), "{text:?}");
        }
    }

    #[test]
    fn words_have_letters_or_digits_and_closed_quotation_marks() {
        for text in ["***", "", " ", "\"\""] {
            assert!(
                words(text).is_err_and(|e| e.starts_with("holds no word; write one or more")),
                "{text:?}"
            );
        }
        for text in ["\"drone strike", "- \" * ", "a\"b"] {
            let told = "a quotation mark is not closed; put one before and one after words";
            assert!(words(text).is_err_and(|e| e.starts_with(told)), "{text:?}");
        }
        for text in ["a", "*7*", "قصف", "\"two words\""] {
            assert_eq!(words(text), Ok(text.to_string()));
        }
    }

    #[test]
    fn the_command_that_was_meant() {
        let of = |text: &str| {
            let (args, path) = asked(text.split(' ').map(OsString::from).collect());
            let args: Vec<String> = args.iter().map(|a| a.to_string_lossy().into_owned()).collect();
            (args.join(" "), path)
        };
        assert_eq!(
            of("x users add mira --role"),
            ("x users add mira --role".into(), "diurna users add".into())
        );
        assert_eq!(of("x help show --help"), ("x help show".into(), "diurna".into()));
        assert_eq!(of("x users help -h"), ("x users help".into(), "diurna users".into()));
        assert_eq!(of("x read help --help"), ("x read help --help".into(), "diurna read".into()));
    }
}

//! Rules that take regular endings off.

fn vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The singular of a regular plural; `None` where the word doesn't look like one.
pub(crate) fn noun(word: &str) -> Option<String> {
    let cut = |n: usize| word[..word.len() - n].to_owned();
    if let Some(base) = word.strip_suffix("men").filter(|b| b.len() > 1) {
        return Some(format!("{base}man"));
    }
    let stem = word.strip_suffix('s')?;
    if stem.len() < 2 || stem.ends_with(['s', 'u', '\'']) && !word.ends_with("us") {
        return None;
    }
    if let Some(base) = word.strip_suffix("'s") {
        return Some(base.to_owned());
    }
    if word.ends_with("ies") && word.len() > 4 {
        return Some(cut(3) + "y");
    }
    let ends = |list: &[&str]| list.iter().any(|e| word.ends_with(e));
    if ends(&["sses", "shes", "ches", "xes", "zzes", "oes"])
        && !ends(&["shoes", "toes", "aches", "canoes", "axes"])
    {
        return Some(cut(2));
    }
    Some(stem.to_owned())
}

/// The base of "-s", "-ed" and "-ing" forms.
pub(crate) fn verb(word: &str, tag: &str) -> Option<String> {
    if tag == "VBZ" {
        let stem = word.strip_suffix('s').filter(|s| s.len() > 1 && !s.ends_with('s'))?;
        if let Some(base) = word.strip_suffix("ies").filter(|b| b.len() > 1) {
            return Some(format!("{base}y"));
        }
        let es = ["sses", "shes", "ches", "xes", "zzes", "oes"].iter().any(|e| word.ends_with(e));
        return Some(word[..word.len() - if es && word != "aches" { 2 } else { 1 }].to_owned())
            .filter(|_| !stem.is_empty());
    }
    let stem = match tag {
        "VBG" => word.strip_suffix("ing")?,
        _ => {
            if let Some(base) = word.strip_suffix("ied").filter(|b| b.len() > 1) {
                return Some(format!("{base}y"));
            }
            word.strip_suffix("ed")?
        }
    };
    // "bring", "need" have no vowel left.
    if stem.len() < 2 || !stem.bytes().any(|b| vowel(b) || b == b'y') {
        return None;
    }
    Some(restore(stem))
}

/// Doubled consonants undone and silent "e" put back.
fn restore(stem: &str) -> String {
    let bytes = stem.as_bytes();
    let [.., before, second, last] = *bytes else {
        let add = bytes.len() == 2 && !vowel(bytes[1]) && vowel(bytes[0]) || stem.ends_with('u');
        return if add { format!("{stem}e") } else { stem.to_owned() };
    };
    if second == last && !vowel(last) && !matches!(last, b'l' | b's' | b'z' | b'f') {
        return stem[..stem.len() - 1].to_owned();
    }
    if silent_e(before, second, last) { format!("{stem}e") } else { stem.to_owned() }
}

/// True where a stem with these last three letters lost an "e".
fn silent_e(before: u8, second: u8, last: u8) -> bool {
    // A single vowel before the last consonant, as in "fir-", "invad-".
    let single = vowel(second) && !vowel(before) || matches!((before, second), (b'u', b'i') | (b'i', b'a'));
    match (second, last) {
        (_, b'v' | b'u' | b'c') => true,
        (b'z', b'z') | (b's', b's') => false,
        (_, b'z') => second != b't',
        (b'h' | b'x' | b'c', b's') => false,
        (b'n' | b'r' | b'p' | b'l', b's') => true,
        (b'a' | b'i' | b'o' | b'u' | b'e' | b'w', b's') => {
            !(second == b'i' && vowel(before) && before != b'a' && before != b'o')
        }
        (b'r' | b'd' | b'l', b'g') => true,
        (b'n', b'g') => before == b'a' || before == b'e' || before == b'u',
        (b'a' | b'i' | b'u' | b'e', b'g') => single,
        (_, b'l') => {
            !vowel(second) && !matches!(second, b'l' | b'w' | b'r')
                || second == b'i' && single
                || second == b'u' && single
        }
        (b'u', b'r') => single,
        (b'i' | b'a' | b'o', b'r') => single,
        (b'i', b'n') => single,
        (b'o' | b'u', b'n') => false,
        (b'i' | b'a' | b'u' | b'o', b'd') => single,
        (b'o' | b'a' | b'i', b'k') => single,
        (b'a', b't') => single || matches!(before, b'i' | b'u'),
        (b'u' | b'o', b't') => single,
        (b'i' | b'a' | b'u', b'm') => single,
        (b'a' | b'i' | b'o' | b'y', b'p') => single || second == b'y',
        (b'i' | b'o' | b'a', b'b') => single,
        (b'e', b'd') => before == b'c',
        (b'o', b'e') | (b'e', b'e') => false,
        (b't', b'h') => false,
        _ => false,
    }
}

/// The positive of regular comparatives and superlatives.
pub(crate) fn adjective(word: &str) -> Option<String> {
    let stem = word.strip_suffix("est").or_else(|| word.strip_suffix("er")).filter(|s| s.len() > 2)?;
    if let Some(base) = stem.strip_suffix('i') {
        return Some(format!("{base}y"));
    }
    let bytes = stem.as_bytes();
    let [.., before, second, last] = *bytes else { return Some(stem.to_owned()) };
    if second == last && !vowel(last) && !matches!(last, b'l' | b's') {
        return Some(stem[..stem.len() - 1].to_owned());
    }
    let e = match last {
        b'g' => second == b'r',
        b'v' | b'c' | b's' => second != b's',
        b'r' | b't' | b'd' | b'm' => vowel(second) && !vowel(before) && second != b'e' || second == b'u',
        _ => false,
    };
    Some(if e { format!("{stem}e") } else { stem.to_owned() })
}

//! Abbreviations that keep their full stop, and what may follow them.

/// What an abbreviation says about the end of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abbrev {
    /// Stands before its name ("Gen. Hassan"): never ends a sentence.
    Before,
    /// An abbreviation only before a number ("No. 3").
    BeforeNumber,
    /// May also be the last word ("Inc.", "U.S."): ends one where the next word looks like a start.
    Either,
}

#[rustfmt::skip]
const BEFORE: &[&str] = &[
    "adm", "amb", "asst", "atty", "brig", "capt", "cdr", "cf", "cmdr", "col", "comdr", "cpl", "cpt", "dr", "drs",
    "fr", "ft", "gen", "gov", "govs", "hon", "insp", "lt", "ltc", "maj", "messrs", "mgr", "mr", "mrs", "ms", "msgr",
    "mt", "mts", "pfc", "pres", "prof", "profs", "pte", "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "spc",
    "ssgt", "st", "ste", "supt", "viz", "v", "vs", "approx", "ca", "gens", "cols", "mme", "mlle", "ald", "dist",
];

#[rustfmt::skip]
const BEFORE_NUMBER: &[&str] = &[
    "no", "nos", "mar", "p", "pp", "vol", "fig", "figs", "art", "sec", "ch", "op", "para", "arts", "c", "ver",
];

#[rustfmt::skip]
const EITHER: &[&str] = &[
    "al", "apr", "aug", "ave", "blvd", "bros", "co", "corp", "cos", "dec", "dept", "div", "eds", "esp", "est", "etc",
    "feb", "fri", "hwy", "hrs", "inc", "jan", "jr", "jul", "jun", "km", "lb", "lbs", "llc", "ltd", "mfg", "mins",
    "mph", "nov", "oct", "oz", "pct", "plc", "pty", "rd", "sept", "sep", "sq", "sr", "thu", "thurs", "tue", "tues",
    "univ", "gmbh", "assn", "intl", "govt", "ph.d", "rs",
];

/// Postal and press abbreviations that count only with a capital.
#[rustfmt::skip]
const CAPITAL: &[&str] = &[
    "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Mass",
    "Md", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ont", "Ore", "Pa", "Que", "Tenn", "Tex",
    "Va", "Vt", "Wash", "Wis", "Wyo", "Alta", "Sask", "Mon", "Wed", "Sat",
];

/// The kind of the abbreviation `word` (written without its last stop), if it is one.
pub(crate) fn abbreviation(word: &str) -> Option<Abbrev> {
    let mut chars = word.chars();
    let first = chars.next()?;
    if chars.next().is_none() {
        return match first {
            'v' => Some(Abbrev::Before),
            'p' | 'c' => Some(Abbrev::BeforeNumber),
            _ if first.is_uppercase() => Some(Abbrev::Before),
            _ => None,
        };
    }
    // "U.S", "p.m", "D.C", "e.g", "U.S.S.R": single letters with stops between.
    if word.len() < 24 && word.contains('.') && word.split('.').all(one_letter) {
        return Some(Abbrev::Either);
    }
    if word.len() > 8 {
        return None;
    }
    if CAPITAL.contains(&word) {
        return Some(Abbrev::Either);
    }
    let mut buffer = [0_u8; 8];
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let lower = std::str::from_utf8(lower).unwrap_or("");
    if BEFORE.contains(&lower) {
        Some(Abbrev::Before)
    } else if BEFORE_NUMBER.contains(&lower) {
        Some(Abbrev::BeforeNumber)
    } else if EITHER.contains(&lower) {
        Some(Abbrev::Either)
    } else {
        None
    }
}

fn one_letter(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Words that, with a capital, open a sentence far more often than they open a name.
#[rustfmt::skip]
const STARTERS: &[&str] = &[
    "The", "A", "An", "He", "She", "It", "They", "We", "I", "You", "In", "On", "At", "But", "And", "This", "That",
    "These", "Those", "There", "His", "Her", "Their", "Its", "Our", "My", "After", "As", "For", "From", "If", "When",
    "While", "Some", "Several", "Many", "However", "Meanwhile", "Earlier", "Two", "Three", "Four", "Five", "No",
    "Another", "Both", "Since", "During", "Under", "According", "What", "Who", "How", "Why", "Where", "More",
    "Also", "Although", "Despite", "So", "Then", "Now", "Police", "Officials", "With", "By", "To", "Not",
    "Most", "One", "All", "Among", "Because", "Before", "About", "Such", "Each", "Even", "Only",
];

/// True for words that look like the start of a sentence.
pub(crate) fn starts_sentence(word: &str) -> bool {
    STARTERS.contains(&word)
}

#[rustfmt::skip]
const AFTER_HOUR: &[&str] = &[
    "ET", "EST", "EDT", "CT", "CST", "CDT", "PT", "PST", "PDT", "MT", "MST", "MDT", "GMT", "UTC", "BST", "CET", "CEST",
    "EET", "IST", "AEST", "JST", "Eastern", "Pacific", "Central", "Greenwich", "Moscow", "Monday", "Tuesday",
    "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December", "Mon", "Tue", "Tues", "Wed", "Thu", "Thurs",
    "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "Beirut", "Local",
];

/// True for a word that still belongs to a time of day after "p.m." (zone, day, month).
pub(crate) fn belongs_to_hour(word: &str) -> bool {
    AFTER_HOUR.contains(&word.trim_end_matches('.'))
}

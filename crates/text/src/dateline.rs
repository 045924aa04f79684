//! A dateline is parsed apart from the sentence behind it.

/// Where a dateline ends: "KISUMU, Kenya - | The government said". 0 where there is none.
///
/// Read in one go, the place may become the subject of the sentence. `words` are the tokens, `is_verb` tells which are verbs.
pub(crate) fn end(words: &[&str], is_verb: impl Fn(usize) -> bool) -> usize {
    const LONGEST: usize = 12;
    let capital = |c: char| c.is_uppercase() || matches!(c, '-' | '\'' | '.');
    let place = words.first().is_some_and(|w| w.len() > 2 && w.chars().all(capital));
    let dash = (1..words.len().min(LONGEST)).find(|&k| matches!(words[k], "-" | "--" | "–" | "—" | "_"));
    match dash.filter(|_| place) {
        Some(dash) if !(0..dash).any(is_verb) && dash + 2 < words.len() => dash + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_behind_its_dash() {
        let of = |sentence: &str| {
            let words: Vec<&str> = sentence.split(' ').collect();
            end(&words, |i| matches!(words[i], "said" | "left"))
        };
        assert_eq!(of("KISUMU , Kenya - The government said so ."), 4);
        assert_eq!(of("GAO ( Reuters ) — Troops left ."), 5);
        assert_eq!(of("NATO said - and its members agree - that troops left ."), 0);
        assert_eq!(of("Troops left - at last ."), 0);
    }
}

//! Copies of training sentences in the dress of headlines.

use crate::conllu::Gold;
use crate::random::Random;
use diurna_text::labels::{label, tag};

/// Sometimes a copy of a sentence in title case (as a headline), in capitals or in small letters.
pub fn variant(gold: &Gold, random: &mut Random) -> Option<Gold> {
    if gold.words.len() < 3 {
        return None;
    }
    let dice = random.next() % 100;
    let change: fn(&str) -> String = match dice {
        0..12 => title,
        12..22 => |w| w.to_uppercase(),
        22..26 => |w| w.to_lowercase(),
        26..30 => return headline(gold),
        _ => return None,
    };
    let base = if dice < 22 { headline(gold)? } else { gold.clone() };
    let words = base.words.iter().map(|w| change(w)).collect();
    Some(Gold { words, ..base })
}

fn title(word: &str) -> String {
    const SMALL: [&str; 16] =
        ["a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "as", "n't", "'s"];
    if SMALL.contains(&word) {
        return word.to_owned();
    }
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// Without articles, "be" as auxiliary and the stop at the end.
fn headline(gold: &Gold) -> Option<Gold> {
    let n = gold.words.len();
    let leaf = |i: usize| !gold.heads.iter().enumerate().any(|(j, &h)| h as usize == i && i != j);
    let drop: Vec<bool> = (0..n)
        .map(|i| {
            let word = gold.words[i].to_lowercase();
            let article = label(gold.labels[i]) == "det" && matches!(word.as_str(), "the" | "a" | "an");
            let be = matches!(label(gold.labels[i]), "aux:pass" | "cop")
                && matches!(word.as_str(), "is" | "are" | "was" | "were");
            let stop = i + 1 == n && tag(gold.tags[i]) == ".";
            leaf(i) && (article || be || stop)
        })
        .collect();
    let place: Vec<u32> = drop
        .iter()
        .scan(0, |next, &d| {
            let here = *next;
            *next += u32::from(!d);
            Some(here)
        })
        .collect();
    let mut out = Gold::default();
    for i in (0..n).filter(|&i| !drop[i]) {
        out.words.push(gold.words[i].clone());
        out.tags.push(gold.tags[i]);
        out.heads.push(place[gold.heads[i] as usize]);
        out.labels.push(gold.labels[i]);
        out.lemmas.push(gold.lemmas[i].clone());
        out.spaces.push(gold.spaces[i]);
    }
    (out.words.len() > 1).then_some(out)
}

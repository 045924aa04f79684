//! The tags and relations that a token can carry.

/// Number of [`TAGS`].
pub const TAG_COUNT: usize = TAGS.len();
/// Number of [`LABELS`].
pub const LABEL_COUNT: usize = LABELS.len();

/// Penn Treebank tags as the English Web Treebank uses them; the last is for what fits none.
#[rustfmt::skip]
pub const TAGS: [&str; 51] = [
    "NN", "IN", "DT", "NNP", "JJ", "PRP", ".", "RB", ",", "NNS", "VB", "CC", "VBD", "VBP", "VBZ", "CD",
    "VBN", "VBG", "TO", "PRP$", "MD", "UH", ":", "WDT", "-RRB-", "-LRB-", "WRB", "``", "''", "RP", "HYPH",
    "WP", "POS", "NNPS", "JJR", "JJS", "EX", "RBR", "SYM", "FW", "NFP", "$", "PDT", "GW", "ADD", "RBS",
    "LS", "AFX", "WP$", "#", "XX",
];

/// Relations to the head; `root` first.
#[rustfmt::skip]
pub const LABELS: [&str; 37] = [
    "root", "nsubj", "nsubj:pass", "csubj", "obj", "iobj", "obl", "obl:agent", "obl:tmod", "nmod",
    "nmod:poss", "amod", "compound", "flat", "appos", "nummod", "det", "case", "mark", "aux", "aux:pass",
    "cop", "advmod", "advcl", "acl", "acl:relcl", "ccomp", "xcomp", "conj", "cc", "punct", "parataxis",
    "discourse", "fixed", "expl", "vocative", "dep",
];

/// Index of a tag in [`TAGS`].
///
/// ```
/// assert_eq!(diurna_text::labels::tag_index("NN"), Some(0));
/// assert_eq!(diurna_text::labels::tag_index("noun"), None);
/// ```
#[must_use]
pub fn tag_index(tag: &str) -> Option<u8> {
    TAGS.iter().position(|&t| t == tag).map(|i| i as u8)
}

/// Index of a relation in [`LABELS`].
///
/// ```
/// assert_eq!(diurna_text::labels::label_index("root"), Some(0));
/// ```
#[must_use]
pub fn label_index(label: &str) -> Option<u8> {
    LABELS.iter().position(|&l| l == label).map(|i| i as u8)
}

/// The tag with a given index; "XX" where there is none.
#[must_use]
pub fn tag(index: u8) -> &'static str {
    TAGS.get(usize::from(index)).copied().unwrap_or("XX")
}

/// The relation with a given index; "dep" where there is none.
#[must_use]
pub fn label(index: u8) -> &'static str {
    LABELS.get(usize::from(index)).copied().unwrap_or("dep")
}

/// Changes a tag to another one.
pub(crate) fn set(slot: &mut u8, name: &str) {
    *slot = tag_index(name).unwrap_or(*slot);
}

/// Whether a tag is that of a noun, a name or an adjective.
pub(crate) fn is_nominal(index: u8) -> bool {
    tag(index).starts_with("NN") || tag(index) == "JJ"
}

/// Whether a tag is that of a finite verb.
pub(crate) fn is_finite(index: u8) -> bool {
    matches!(tag(index), "VBD" | "VBZ" | "VBP" | "MD")
}

/// The tags of a sentence written as "word/TAG", after a rule.
#[cfg(test)]
pub(crate) fn tags_after(sentence: &str, rule: impl Fn(&[&str], &mut [u8])) -> Vec<&'static str> {
    let pairs: Vec<(&str, &str)> = sentence.split(' ').filter_map(|p| p.split_once('/')).collect();
    let words: Vec<&str> = pairs.iter().map(|(w, _)| *w).collect();
    let mut tags: Vec<u8> = pairs.iter().filter_map(|(_, t)| tag_index(t)).collect();
    rule(&words, &mut tags);
    tags.into_iter().map(tag).collect()
}

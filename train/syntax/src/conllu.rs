//! Reads CoNLL-U and brings it to the tokens, tags and relations of diurna-text.

use diurna_text::labels::{label_index, tag_index};
use diurna_text::token::is_hyphen;

/// A sentence of the training data.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    /// The words.
    pub words: Vec<String>,
    /// Their tags.
    pub tags: Vec<u8>,
    /// Their heads; the word itself for the root.
    pub heads: Vec<u32>,
    /// Their relations.
    pub labels: Vec<u8>,
    /// Lemmas of the treebank.
    pub lemmas: Vec<String>,
    /// True where white space follows.
    pub spaces: Vec<bool>,
    /// True where the sentence opens a paragraph.
    pub paragraph: bool,
}

struct Row {
    form: String,
    lemma: String,
    tag: String,
    head: usize,
    deprel: String,
    space: bool,
}

/// Genres of GUM whose texts are under non-commercial licences: left out.
pub const LEFT_OUT: [&str; 5] = ["essay", "fiction", "letter", "podcast", "whow"];

/// Reads a file; sentences of the genres in [`LEFT_OUT`] are skipped.
pub fn read(text: &str) -> Vec<Gold> {
    let mut out = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let (mut skip, mut paragraph) = (false, true);
    // Last word of a multiword token and whether space follows the whole.
    let mut range: Option<(usize, bool)> = None;
    for line in text.lines().chain([""]) {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            skip = LEFT_OUT.iter().any(|g| id.starts_with(&format!("GUM_{g}_")));
            paragraph = true;
        } else if line.starts_with("# newpar") {
            paragraph = true;
        } else if line.is_empty() {
            if !rows.is_empty() && !skip {
                let mut gold = convert(&rows);
                gold.paragraph = paragraph;
                paragraph = false;
                out.push(gold);
            }
            rows.clear();
            range = None;
        } else if !line.starts_with('#') {
            let f: Vec<&str> = line.split('\t').collect();
            let space = !f[9].split('|').any(|m| m == "SpaceAfter=No");
            if let Some((_, last)) = f[0].split_once('-') {
                range = Some((last.parse().expect("range"), space));
            } else if !f[0].contains('.') {
                let id: usize = f[0].parse().expect("id");
                let space = match range {
                    Some((last, after)) if id <= last => id == last && after,
                    _ => space,
                };
                rows.push(Row {
                    form: f[1].replace(' ', "_"),
                    lemma: f[2].to_owned(),
                    tag: f[4].to_owned(),
                    head: f[6].parse().expect("head"),
                    deprel: f[7].to_owned(),
                    space,
                });
            }
        }
    }
    out
}

/// Joins what diurna-text keeps together (see the README) and maps tags and relations.
fn convert(rows: &[Row]) -> Gold {
    // Group number of each row.
    let mut group = vec![0_usize; rows.len()];
    for i in 1..rows.len() {
        group[i] = group[i - 1]
            + usize::from(!(joins(rows, i) || i > 1 && joins(rows, i - 1) || joins_whole(rows, i)));
    }
    let count = group.last().map_or(0, |g| g + 1);
    let mut gold = Gold::default();
    for g in 0..count {
        let from = group.iter().position(|&x| x == g).expect("group");
        let to = group.iter().rposition(|&x| x == g).expect("group") + 1;
        let part = &rows[from..to];
        let outside = |i: usize| rows[i].head == 0 || group[rows[i].head - 1] != g;
        let word = |i: usize| rows[i].form.chars().any(char::is_alphanumeric);
        let top = (from..to)
            .rev()
            .find(|&i| outside(i) && word(i))
            .or_else(|| (from..to).rev().find(|&i| outside(i)))
            .unwrap_or(to - 1);
        let head = rows[top].head.checked_sub(1).map_or(g, |h| group[h]);
        let mut tag =
            if part.len() == 1 { rows[from].tag.as_str() } else { joined_tag(part, &rows[top].deprel) };
        if tag_index(tag).is_none() {
            tag = "XX";
        }
        let mut label = relation(&rows[top], tag);
        if head == g {
            label = "root";
        } else if part.len() > 1 && tag == "JJ" && label == "compound" {
            label = "amod";
        }
        gold.words.push(part.iter().map(|r| r.form.as_str()).collect());
        gold.lemmas.push(if part.len() == 1 { rows[from].lemma.clone() } else { String::new() });
        gold.tags.push(tag_index(tag).expect("tag"));
        gold.heads.push(head as u32);
        gold.labels.push(label_index(label).unwrap_or_else(|| label_index("dep").expect("dep")));
        gold.spaces.push(rows[to - 1].space);
    }
    gold
}

/// True where row `i` is a hyphen between two words (or a dash or stroke between two numbers).
fn joins(rows: &[Row], i: usize) -> bool {
    let Some(next) = rows.get(i + 1) else { return false };
    let (before, row) = (&rows[i - 1], &rows[i]);
    if before.space || row.space {
        return false;
    }
    let mut chars = row.form.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    let last = before.form.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '.');
    let first = next.form.chars().next().is_some_and(char::is_alphanumeric);
    let digits = before.form.ends_with(|c: char| c.is_ascii_digit())
        && next.form.starts_with(|c: char| c.is_ascii_digit());
    is_hyphen(c) && last && first || matches!(c, '–' | '/' | ':') && digits
}

/// True where row `i` is the rest of a word that the treebank cuts without any mark (none at present
/// but "-" glued to a prefix: "ex-" "president").
fn joins_whole(rows: &[Row], i: usize) -> bool {
    let before = &rows[i - 1];
    !before.space
        && before.form.len() > 1
        && before.form.ends_with('-')
        && before.form.starts_with(char::is_alphabetic)
        && rows[i].form.starts_with(char::is_alphanumeric)
}

/// The tag of a joined word, from the tag of its last part and the relation of the whole.
fn joined_tag<'a>(part: &'a [Row], deprel: &str) -> &'a str {
    let last = &part[part.len() - 1].tag;
    let modifier = matches!(deprel, "amod" | "compound" | "nmod");
    let first = &part[0].tag;
    match last.as_str() {
        "VBN" | "VBG" | "VBD" if modifier => "JJ",
        "NN" if modifier && (first == "CD" || first == "JJ") => "JJ",
        "IN" | "RP" | "RB" if modifier => "JJ",
        "CD" | "NNP" | "NNPS" | "NNS" | "NN" | "JJ" | "VBN" | "VBG" | "VBD" | "VB" | "VBZ" | "RB" | "VBP" => {
            last
        }
        _ => first,
    }
}

#[rustfmt::skip]
const TIMES: [&str; 40] = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december", "day", "week", "month",
    "year", "hour", "minute", "second", "decade", "morning", "afternoon", "evening", "night", "weekend", "time",
    "moment", "today", "tomorrow", "yesterday", "summer", "winter", "spring",
];

/// The relation in the reduced set.
fn relation(row: &Row, tag: &str) -> &'static str {
    let rel = row.deprel.as_str();
    let fixed = match rel {
        "nsubj:outer" => "nsubj",
        "csubj:pass" | "csubj:outer" => "csubj",
        "obl:unmarked" | "obl:npmod" | "obl:tmod" => {
            if TIMES.contains(&row.lemma.to_lowercase().as_str()) || tag == "CD" { "obl:tmod" } else { "obl" }
        }
        "nmod:unmarked" | "nmod:tmod" | "nmod:npmod" => "nmod",
        "nmod:desc" | "compound:prt" => "compound",
        "det:predet" => "det",
        "cc:preconj" => "cc",
        "advcl:relcl" => "advcl",
        "list" | "reparandum" | "orphan" | "dislocated" | "goeswith" => "dep",
        _ => rel,
    };
    diurna_text::labels::LABELS.iter().copied().find(|&l| l == fixed).unwrap_or("dep")
}

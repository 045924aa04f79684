//! Texts and answer keys of MUC-3 and MUC-4 as they were distributed.

use super::words;
use crate::evaluation::Failure;
use crate::sets;
use diurna_core::Document;
use diurna_network::Filler;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A slot that holds the strings of a filler, in the order of [`Filler::ALL`]. A victim is one with a name,
/// as in the literature.
const SLOTS: [&str; 5] = [
    "PERP: INDIVIDUAL ID",
    "PERP: ORGANIZATION ID",
    "PHYS TGT: ID",
    "HUM TGT: NAME",
    "INCIDENT: INSTRUMENT ID",
];
/// Victims that are described; beside a colon stands the name of the same person.
const DESCRIPTION: &str = "HUM TGT: DESCRIPTION";

/// A gold filler: the strings of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entity {
    /// What it fills.
    pub(crate) filler: Filler,
    /// Normalised strings, any of which names it.
    pub(crate) mentions: Vec<String>,
    /// It may be left out.
    pub(crate) optional: bool,
    /// A victim that is described and not named.
    pub(crate) described: bool,
}

/// A report with its text cut, in capitals as it was distributed.
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) document: Document,
    pub(crate) entities: Vec<Entity>,
}

/// The reports of a set that have a key: those of a folder, or of its folders `tst…`; or those of one file of
/// texts.
///
/// # Errors
/// Where a file cannot be read or nothing is there.
pub(crate) fn load(path: &Path) -> Result<Vec<Report>, Failure> {
    let mut out = Vec::new();
    let named = |file: &PathBuf, what: &[&str]| what.iter().any(|w| sets::name(file).contains(w));
    for folder in folders(path)? {
        let all = sets::files(&folder, &[""])?;
        let mut keys: BTreeMap<String, Vec<Entity>> = BTreeMap::new();
        for file in all.iter().filter(|f| sets::name(f).starts_with("key-")) {
            for (id, entities) in templates(&latin(file)?) {
                keys.entry(id).or_default().extend(entities);
            }
        }
        let texts = all.iter().filter(|f| {
            named(f, &["muc3", "muc4"]) && !named(f, &["key-", "mixed"]) && (path.is_dir() || *f == path)
        });
        for file in texts {
            let file = latin(file)?;
            for (id, text) in bodies(&file) {
                if let Some(entities) = keys.get(id) {
                    let entities = pooled(entities, &normal(text));
                    out.push(Report { id: id.to_owned(), document: words::document(&story(text)), entities });
                }
            }
        }
    }
    if out.is_empty() {
        let hint = "what the folder must hold: diurna-eval muc --help";
        return Err(Failure::usage(format!("{}: holds no text with a key", path.display()), hint));
    }
    Ok(out)
}

fn folders(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if path.is_file() {
        return Ok(vec![path.parent().unwrap_or(Path::new(".")).to_owned()]);
    }
    if sets::files(path, &[""])?.iter().any(|f| sets::name(f).starts_with("key-")) {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    out.retain(|p| p.is_dir() && sets::name(p).starts_with("tst"));
    out.sort();
    Ok(out)
}

/// A file in Latin-1, as these are.
fn latin(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(bytes.into_iter().map(char::from).collect())
}

/// Id and text of each report of a file.
fn bodies(file: &str) -> Vec<(&str, &str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in file.split_inclusive('\n') {
        if let Some(id) = id(line) {
            starts.push((at, at + line.len(), id));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|s| s.0).chain([file.len()]);
    starts.iter().zip(ends).map(|(&(_, from, id), to)| (id, &file[from..to])).collect()
}

/// The id that opens a report: "TST1-MUC3-0001".
fn id(line: &str) -> Option<&str> {
    let word = line.split_whitespace().next().filter(|_| !line.starts_with(char::is_whitespace))?;
    let mut parts = word.split('-');
    let (part, muc, number) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = (part.starts_with("DEV") || part.starts_with("TST")) && muc.starts_with("MUC");
    (fits && parts.next().is_none() && number.bytes().all(|b| b.is_ascii_digit())).then_some(word)
}

/// The story of a report with its paragraphs as lines: the place, day and source before it are left out.
fn story(text: &str) -> String {
    let short = |at: &usize| *at < 600 && !text[..*at].contains(". ");
    let start = text
        .find("[TEXT]")
        .map(|at| at + "[TEXT]".len())
        .or_else(|| text.find(" -- ").filter(short).map(|at| at + " -- ".len()))
        .unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    for paragraph in text[start..].replace('\r', "").split("\n\n") {
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        if !words.is_empty() {
            out.push_str(&words.join(" "));
            out.push('\n');
        }
    }
    out
}

/// Id and fillers of each template of a key file; a report without incident has a template without fillers.
fn templates(file: &str) -> Vec<(String, Vec<Entity>)> {
    let mut out: Vec<(String, Vec<Entity>)> = Vec::new();
    let (mut slot, mut optional) = (String::new(), false);
    for line in file.lines() {
        let value = match field(line) {
            Some((number, name, value)) => {
                if number == 0 {
                    out.push((value.split_whitespace().next().unwrap_or_default().to_owned(), Vec::new()));
                    optional = false;
                }
                name.clone_into(&mut slot);
                value
            }
            None if line.starts_with(' ') => line.trim(),
            None => {
                slot.clear();
                continue;
            }
        };
        if slot == "MESSAGE: TEMPLATE" {
            optional = value.contains("OPTIONAL");
        }
        let Some((_, entities)) = out.last_mut() else { continue };
        if let Some(at) = SLOTS.iter().position(|s| *s == slot) {
            let mentions = strings(value);
            let optional = optional || value.starts_with('?');
            if !mentions.is_empty() {
                entities.push(Entity { filler: Filler::ALL[at], mentions, optional, described: false });
            }
        } else if slot == DESCRIPTION {
            describe(value, optional, entities);
        }
    }
    out
}

/// Number, name and value of the line that opens a slot.
fn field(line: &str) -> Option<(u32, &str, &str)> {
    let (number, rest) = line.split_once(". ")?;
    let rest = rest.trim_start();
    let (name, value) = rest.split_once("  ")?;
    Some((number.parse().ok()?, name, value.trim()))
}

/// Adds a description: to nobody where it is that of a named victim, else as a victim of its own.
fn describe(value: &str, optional: bool, entities: &mut Vec<Entity>) {
    let colon = value.contains("\":");
    let mentions = strings(value);
    if !colon && !mentions.is_empty() {
        let optional = optional || value.starts_with('?');
        entities.push(Entity { filler: Filler::Victim, mentions, optional, described: true });
    }
}

/// The strings of a value, normalised: `"FARM" / "\"SANTO TOMAS\" FARM"`.
fn strings(value: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut open: Option<String> = None;
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (&mut open, c) {
            (Some(text), '\\') => text.extend(chars.next()),
            (Some(text), '"') => {
                let text = normal(text);
                if !text.is_empty() && !out.contains(&text) {
                    out.push(text);
                }
                open = None;
            }
            (Some(text), c) => text.push(c),
            (None, '"') => open = Some(String::new()),
            (None, _) => {}
        }
    }
    out
}

/// A string as it is compared: lower case, no punctuation, no articles, single spaces.
pub(crate) fn normal(text: &str) -> String {
    let kept: String = text.to_lowercase().chars().filter(|c| !c.is_ascii_punctuation()).collect();
    let words: Vec<&str> = kept.split_whitespace().filter(|w| !matches!(*w, "a" | "an" | "the")).collect();
    words.join(" ")
}

/// The entities of all templates of a report: strings that the text does not hold are left out, and of two
/// entities of a role one of which has all strings of the other, the first stays; it is optional where all
/// were.
fn pooled(entities: &[Entity], text: &str) -> Vec<Entity> {
    let mut out: Vec<Entity> = Vec::new();
    let within = |a: &Entity, b: &Entity| a.mentions.iter().all(|m| b.mentions.contains(m));
    for entity in entities {
        let alike = |other: &&mut Entity| {
            (other.filler, other.described) == (entity.filler, entity.described)
                && (within(other, entity) || within(entity, other))
        };
        match out.iter_mut().find(alike) {
            Some(other) => other.optional &= entity.optional,
            None => out.push(entity.clone()),
        }
    }
    for entity in &mut out {
        entity.mentions.retain(|m| text.contains(m.as_str()));
    }
    out.retain(|e| !e.mentions.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "\
;;; checked
0.  MESSAGE: ID                     TST1-MUC3-0901
1.  MESSAGE: TEMPLATE               1
9.  PERP: INDIVIDUAL ID             \"RAIDERS\" / \"MASKED RAIDERS\"
                                    ? \"DRIVER\"
12. PHYS TGT: ID                    \"\\\"LA LUZ\\\" FARM\"
18. HUM TGT: NAME                   \"ANA RUIZ\"
19. HUM TGT: DESCRIPTION            \"MAYOR\": \"ANA RUIZ\"
                                    \"COOK\"

0.  MESSAGE: ID                     TST1-MUC3-0901
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
9.  PERP: INDIVIDUAL ID             \"RAIDERS\"
6.  INCIDENT: INSTRUMENT ID         \"THE BOMB\"

0.  MESSAGE: ID                     TST1-MUC3-0902
1.  MESSAGE: TEMPLATE               *
9.  PERP: INDIVIDUAL ID             *
";

    #[test]
    fn keys_become_entities() {
        let all = templates(KEY);
        assert_eq!(all.iter().map(|t| t.1.len()).collect::<Vec<_>>(), [5, 2, 0]);
        let entities: Vec<Entity> = all.iter().take(2).flat_map(|t| t.1.clone()).collect();
        let text = normal("MASKED RAIDERS SHOT ANA RUIZ AND A COOK AT THE \"LA LUZ\" FARM; THE DRIVER FLED.");
        let got: Vec<_> = pooled(&entities, &text)
            .into_iter()
            .map(|e| (e.filler.label(), e.mentions.join("/"), e.optional, e.described))
            .collect();
        let row =
            |label, mentions: &str, optional, described| (label, mentions.to_owned(), optional, described);
        assert_eq!(
            got,
            [
                row("PerpInd", "raiders/masked raiders", false, false),
                row("PerpInd", "driver", true, false),
                row("Target", "la luz farm", false, false),
                row("Victim", "ana ruiz", false, false),
                row("Victim", "cook", false, true),
            ]
        );
    }

    #[test]
    fn files_become_texts() {
        let file = "TST1-MUC3-0901\n\n   GAO, 4 FEB 31 (X-Y) -- [TEXT] RAIDERS\nCAME.\n\n   THEY LEFT.\n\n\nTST1-MUC3-0902\n\n  NOTHING.\n";
        let got = bodies(file);
        assert_eq!(got.iter().map(|b| b.0).collect::<Vec<_>>(), ["TST1-MUC3-0901", "TST1-MUC3-0902"]);
        assert_eq!(story(got[0].1), "RAIDERS CAME.\nTHEY LEFT.\n");
        assert_eq!(story(got[1].1), "NOTHING.\n");
        assert_eq!(words::document(&story(got[0].1)).sentences.len(), 2);
    }
}

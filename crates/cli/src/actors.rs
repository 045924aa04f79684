//! A user's files of actors (`--actors`).

use crate::inputs::plain;
use crate::messages::advice_of_input;
use diurna_core::ActorKind;
use diurna_pipeline::Pipeline;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A line that cannot be used, and what to do.
#[derive(Debug, PartialEq, Eq)]
struct Wrong {
    line: usize,
    what: String,
    hint: String,
}

/// Where each id stands: file and line.
type Ids = BTreeMap<String, (PathBuf, usize)>;

/// Adds the files to the pipeline; otherwise says what is wrong with the first that is wrong, and what to do.
pub(crate) fn add(pipeline: &mut Pipeline, files: &[PathBuf]) -> Result<(), (String, Option<String>)> {
    let mut ids = Ids::new();
    for file in files {
        let text = read(file)?;
        let text = text.trim_start_matches('\u{feff}');
        let ours = check(text, file, &mut ids).err();
        let theirs = pipeline.add_actors(text).err();
        let theirs = theirs.map(|e| Wrong { line: e.line, what: e.reason, hint: columns() });
        if let Some(wrong) = ours.into_iter().chain(theirs).min_by_key(|wrong| wrong.line) {
            let message = format!("{}: line {}: {}", file.display(), wrong.line, wrong.what);
            return Err((message, Some(wrong.hint)));
        }
    }
    Ok(())
}

/// The text of a file.
fn read(file: &Path) -> Result<String, (String, Option<String>)> {
    if file.as_os_str() == "-" {
        let hint = "name a file: standard input is for reports".to_string();
        return Err(("--actors -: is no file".to_string(), Some(hint)));
    }
    let failed =
        |what: &str, hint: Option<&str>| (format!("{}: {what}", file.display()), hint.map(String::from));
    let bytes = std::fs::read(file)
        .map_err(|e| failed(&format!("cannot be read: {}", plain(&e)), advice_of_input(&e)))?;
    String::from_utf8(bytes)
        .map_err(|_| failed("is not UTF-8 text", Some("save it as tab-separated text in UTF-8")))
}

/// What the columns are.
fn columns() -> String {
    let kinds: Vec<&str> = ActorKind::ALL.iter().map(|k| k.as_str()).collect();
    format!(
        "each line holds id, name, kind, country and aliases, parted by tabs; kinds are {}",
        kinds.join(", ")
    )
}

/// The first line with a country that there is not, an id that stands twice or a control character. Names and kinds are looked at where the
/// lines are read.
fn check(text: &str, file: &Path, ids: &mut Ids) -> Result<(), Wrong> {
    for (at, row) in text.lines().enumerate() {
        let line = at + 1;
        let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
        // Remarks, empty lines and names of columns hold no actor.
        let [id, _, kind, rest @ ..] = cells.as_slice() else { continue };
        if row.starts_with('#') || *kind == "kind" {
            continue;
        }
        let wrong = |what: String, hint: &str| Err(Wrong { line, what, hint: hint.to_string() });
        if row.contains(|c: char| c.is_control() && c != '\t') {
            return wrong(
                "holds a control character".to_string(),
                "take it out: it would steer the terminal of whoever reads the name",
            );
        }
        let country = rest.first().copied().unwrap_or_default();
        if !country.is_empty() && diurna_export::country(country).is_none() {
            return wrong(
                format!("unknown country `{country}`"),
                "write the three letters of ISO 3166-1, for example SDN; leave it empty for none or several",
            );
        }
        if id.is_empty() {
            continue;
        }
        if let Some((other, first)) = ids.insert((*id).to_string(), (file.to_path_buf(), line)) {
            let place = if other == file { String::new() } else { format!(" of {}", other.display()) };
            return wrong(
                format!("the id `{id}` stands in line {first}{place} already"),
                "give each actor an id of its own, once; its other names are aliases",
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with the first line that is wrong, and its number.
    fn wrong(text: &str) -> Option<(usize, String)> {
        check(text, Path::new("a.tsv"), &mut Ids::new()).err().map(|wrong| (wrong.line, wrong.what))
    }

    #[test]
    fn good_files() {
        for text in [
            "",
            "# ours\r\nid\tname\tkind\tcountry\r\nx-1\tNorth Front\tarmed_group\tMLI\tNF\r\n",
            "x-1\tNorth Front\tarmed_group\nx-2\tSouth Front\tarmed_group\t\tSF\n",
            "x-1\tNorth Front\tarmed_group\tXKX\n# x-1\tNorth Front\tarmed_group\tZZZ\n",
        ] {
            assert_eq!(wrong(text), None, "{text}");
        }
    }

    #[test]
    fn countries_are_those_of_iso() {
        for code in ["ZZZ", "SD", "sdn", "Sudan"] {
            let text = format!("# ours\n\nx-1\tNorth Front\tarmed_group\t{code}\n");
            assert_eq!(wrong(&text), Some((3, format!("unknown country `{code}`"))));
        }
    }

    #[test]
    fn an_id_stands_once() {
        let text = "x\tNorth Front\tarmed_group\n\nx \tSouth Front\tarmed_group\n";
        assert_eq!(wrong(text), Some((3, "the id `x` stands in line 1 already".to_string())));
        let mut ids = Ids::new();
        assert_eq!(check("x\tNorth Front\tarmed_group\n", Path::new("a.tsv"), &mut ids), Ok(()));
        let other = check("y\tEast Front\tarmed_group\nx\tWest\tmedia\n", Path::new("b.tsv"), &mut ids);
        assert_eq!(
            other.map_err(|w| w.what),
            Err("the id `x` stands in line 1 of a.tsv already".to_string())
        );
    }

    #[test]
    fn no_name_steers_the_terminal() {
        for text in
            ["x\tNorth \u{1b}[31mFront\tarmed_group\n", "x\tNorth\tarmed_group\ry\tSouth\tarmed_group"]
        {
            assert_eq!(wrong(text), Some((1, "holds a control character".to_string())));
        }
    }
}

//! Attributions in brat's stand-off format, as PolNeAR has them.
//!
//! `T` lines name spans of text (`T3<tab>Content 315 448;463 553<tab>words`), counted in code points; `E`
//! lines bring them together (`E1<tab>Attribution:T4 Content:T3 Cue:T2 Source:T1`). A span may have several
//! parts, a role several spans (`Content2`).

use std::collections::HashMap;
use std::ops::Range;

/// An attribution, by ranges of code points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marked {
    /// The words that attribute.
    pub(crate) cue: Vec<Range<usize>>,
    /// Who says it.
    pub(crate) source: Vec<Range<usize>>,
    /// What is said.
    pub(crate) content: Vec<Range<usize>>,
}

/// The attributions of a file; those without any of the three roles are left out.
///
/// # Errors
/// The line that is no such line.
pub(crate) fn attributions(file: &str) -> Result<Vec<Marked>, String> {
    let mut spans: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
    let mut events = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let bad = || format!("line {}: not brat stand-off: {line}", number + 1);
        let mut columns = line.split('\t');
        let (id, body) = (columns.next().unwrap_or_default(), columns.next());
        match id.chars().next() {
            Some('T') => {
                let (_, places) = body.and_then(|b| b.split_once(' ')).ok_or_else(bad)?;
                spans.insert(id, places.split(';').map(range).collect::<Option<_>>().ok_or_else(bad)?);
            }
            Some('E') => events.push(body.ok_or_else(bad)?),
            // Notes and attributes say nothing here.
            _ => {}
        }
    }
    let mut out = Vec::new();
    for event in events {
        let mut marked = Marked::default();
        for (role, id) in event.split_whitespace().filter_map(|part| part.split_once(':')) {
            let to = match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
                "Cue" => &mut marked.cue,
                "Source" => &mut marked.source,
                "Content" => &mut marked.content,
                _ => continue,
            };
            to.extend(spans.get(id).into_iter().flatten().cloned());
        }
        if marked != Marked::default() {
            out.push(marked);
        }
    }
    Ok(out)
}

fn range(text: &str) -> Option<Range<usize>> {
    let (start, end) = text.trim().split_once(' ')?;
    Some(start.parse().ok()?..end.parse().ok()?)
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)]
mod tests {
    use super::*;

    #[test]
    fn spans_come_together() {
        let file = "T1\tSource 0 3\tshe\nT2\tCue 4 8\tsaid\nT3\tContent 9 12;20 25\tthat rain\nT4\tAttribution 4 8\tsaid\n\
            T5\tContent 30 34\tmore\nE1\tAttribution:T4 Cue:T2 Source:T1 Content:T3 Content2:T5\nE2\tAttribution:T4 \n#1\tNote\n";
        let got = attributions(file).unwrap();
        assert_eq!(
            got,
            [Marked { cue: vec![4..8], source: vec![0..3], content: vec![9..12, 20..25, 30..34] }]
        );
        assert!(attributions("T1\tSource x\n").unwrap_err().starts_with("line 1"));
    }
}

//! Files with one word a line and its tag in a column, as the sets of names have them.
//!
//! Two or three columns, parted by tabs or spaces: the word comes first, the tag last. Universal NER has
//! five, parted by tabs: number, word, tag, a further tag, annotator. A file with such a line is read so
//! throughout, and its lines that begin with `#` are comments. `-DOCSTART-`, `# newdoc` and a line that is an
//! address (in some sets that of the document) open a document, an empty line ends a sentence; other lines
//! without a tag are left out.

use std::ops::Range;

/// A sentence with its marked spans.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tagged {
    /// Its words.
    pub(crate) words: Vec<String>,
    /// Label and words of each span.
    pub(crate) spans: Vec<(Range<usize>, String)>,
}

/// The documents of a file: each some sentences. Without marks of documents, all is one.
pub(crate) fn documents(text: &str) -> Vec<Vec<Tagged>> {
    let mut out = vec![Vec::new()];
    let mut rows: Vec<(&str, &str)> = Vec::new();
    let five = text.lines().any(|line| numbered(line).is_some());
    for line in text.lines().chain([""]) {
        let line = line.trim_end();
        let opens = line.starts_with("-DOCSTART-") || line.starts_with("# newdoc") || is_address(line);
        if line.is_empty() || opens {
            if !rows.is_empty()
                && let Some(document) = out.last_mut()
            {
                document.push(sentence(&rows));
                rows.clear();
            }
            if opens && out.last().is_some_and(|d| !d.is_empty()) {
                out.push(Vec::new());
            }
        } else if let Some(row) = if five { numbered(line) } else { tagged(line) } {
            rows.push(row);
        }
    }
    out.retain(|document| !document.is_empty());
    out
}

/// Word and tag of a line of five columns.
fn numbered(line: &str) -> Option<(&str, &str)> {
    let mut columns = line.split('\t');
    let (number, word, tag) = (columns.next()?, columns.next()?, columns.next()?);
    let five = columns.count() == 2 && number.bytes().all(|b| b.is_ascii_digit());
    (five && is_tag(tag)).then_some((word, tag))
}

/// Word and tag of a line, which come first and last.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let mut columns = line.split_whitespace();
    let word = columns.next()?;
    Some((word, columns.next_back()?)).filter(|(_, tag)| is_tag(tag))
}

fn is_address(line: &str) -> bool {
    (line.starts_with("http://") || line.starts_with("https://")) && !line.contains(char::is_whitespace)
}

fn is_tag(text: &str) -> bool {
    text == "O" || ["B-", "I-", "E-", "S-", "L-", "U-", "M-"].iter().any(|head| text.starts_with(head))
}

fn sentence(rows: &[(&str, &str)]) -> Tagged {
    let tags: Vec<&str> = rows.iter().map(|r| r.1).collect();
    Tagged { words: rows.iter().map(|r| r.0.to_owned()).collect(), spans: spans(&tags) }
}

/// Spans of IOB2 or BIOES tags; an inside that continues nothing begins a span.
fn spans(tags: &[&str]) -> Vec<(Range<usize>, String)> {
    let mut out: Vec<(Range<usize>, String)> = Vec::new();
    let mut open = false;
    for (at, tag) in tags.iter().enumerate() {
        let Some((head, label)) = tag.split_once('-') else {
            open = false;
            continue;
        };
        let goes_on = open && matches!(head, "I" | "E" | "L" | "M");
        match out.last_mut() {
            Some((words, last)) if goes_on && last == label => words.end = at + 1,
            _ => out.push((at..at + 1, label.to_owned())),
        }
        open = !matches!(head, "E" | "L" | "S" | "U");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_spans() {
        let got = |tags: &str| spans(&tags.split(' ').collect::<Vec<_>>());
        let per = |words| (words, "PER".to_owned());
        assert_eq!(got("B-PER I-PER O I-PER"), [per(0..2), per(3..4)]);
        assert_eq!(got("B-PER B-PER I-ORG"), [per(0..1), per(1..2), (2..3, "ORG".to_owned())]);
        assert_eq!(got("S-PER B-PER I-PER E-PER S-PER"), [per(0..1), per(1..4), per(4..5)]);
        assert_eq!(got("B-PER E-PER I-PER"), [per(0..2), per(2..3)]);
    }

    #[test]
    fn two_columns_with_addresses() {
        let text = "https://example.org/a\n\nMali B-LOC\n# O\n\nhttps://example.org/b O\nand O\n\nhttps://example.org/c\nGao B-LOC\n";
        let got = documents(text);
        assert_eq!(got.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(got[0][0].words, ["Mali", "#"]);
        assert_eq!(got[0][0].spans, [(0..1, "LOC".to_owned())]);
        // An address that has a tag is a word of its sentence.
        assert_eq!(got[0][1].words.len(), 2);
    }

    #[test]
    fn five_columns_and_documents() {
        let text = "# newdoc id = a\n# text = Mali O\n1\tMali\tB-LOC\t-\tann\n\n# newdoc id = b\n1\t#\tO\t-\t-\n2\tO\tO\tB-X\t-\n";
        let got = documents(text);
        assert_eq!(got.len(), 2);
        assert_eq!(got[0][0].spans, [(0..1, "LOC".to_owned())]);
        assert_eq!((got[1][0].words.len(), got[1][0].spans.len()), (2, 0));
        assert_eq!(documents("-DOCSTART- -X- O\n\nGao NNP B-LOC\n\n-DOCSTART- O\n\nA DT O\n").len(), 2);
    }
}

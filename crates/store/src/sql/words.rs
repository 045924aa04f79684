//! The index of words: FTS5 in a file, `tsvector` on a server. Both see the words that FTS5 cuts, so that the same questions
//! find the same reports.

use super::plain::Value;
use super::{Connection, Sql};
use crate::error::Kind;
use crate::{Error, Result};
use std::collections::{BTreeSet, HashSet};

/// Bytes of one word that a server's index takes; what is longer is nobody's word.
const WORD: usize = 1000;
/// Bytes of all different words of a report that a server's index takes: a book, not a report.
const WORDS: usize = 1_000_000;

/// How many events are read as they lie in the time in which those of one version are sought.
const SEEK: i64 = 3;

/// Words beside each other; the last may be the beginning of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    words: String,
    begins: bool,
}

/// A person's words as a question: all of them, "several words" beside each other, and word* for a beginning.
pub(super) fn phrases(text: &str) -> Vec<Phrase> {
    let mut out = Vec::new();
    for (i, part) in text.split('"').enumerate() {
        if i % 2 == 1 {
            out.push(Phrase { words: part.to_string(), begins: false });
        } else {
            out.extend(part.split_whitespace().map(|w| match w.strip_suffix('*') {
                Some(start) => Phrase { words: start.to_string(), begins: true },
                None => Phrase { words: w.to_string(), begins: false },
            }));
        }
    }
    out.retain(|p| p.words.chars().any(char::is_alphanumeric));
    out
}

/// Whether a person's words are a question that says what it asks.
pub(crate) fn check_words(text: &str) -> Result<()> {
    let wrong = |what: &str, hint: &str| Err(Error::new(what, hint).of(Kind::Usage));
    if text.matches('"').count() % 2 == 1 {
        return wrong(
            "a quotation mark is not closed",
            "put one before and one after words that stand beside each other",
        );
    }
    if phrases(text).is_empty() {
        return wrong("holds no word", "write one or more, such as 'convoy' or '\"drone strike\" kidal*'");
    }
    Ok(())
}

/// The question as FTS5 reads it.
fn matching(phrases: &[Phrase]) -> String {
    let one = |p: &Phrase| format!("\"{}\"{}", p.words, if p.begins { " *" } else { "" });
    phrases.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Numbers of reports whose words one statement takes: each is a text of its own.
const TOGETHER: [usize; 4] = [64, 16, 4, 1];
/// Bytes of text that one statement takes, if it is of several reports.
const BYTES: usize = 4 << 20;

/// What a server keeps of these words: each once, and all in their order.
fn cut([title, text]: &[Vec<String>; 2]) -> (String, String) {
    let (mut different, mut size) = (String::new(), 0);
    for word in title.iter().chain(text).collect::<BTreeSet<_>>() {
        size += word.len();
        if size > WORDS {
            break;
        }
        different.push_str(if different.is_empty() { "" } else { " " });
        different.push_str(word);
    }
    (different, format!(" {} \n {} ", title.join(" "), text.join(" ")))
}

impl Sql<'_> {
    /// Adds the words of versions: numbers, titles and texts.
    pub(crate) fn add_words(self, versions: &[(i64, &str, &str)]) -> Result<()> {
        let mut rest = versions;
        while !rest.is_empty() {
            let size = |n: usize| rest.iter().take(n).map(|(_, _, text)| text.len()).sum::<usize>();
            let fits = |n: &usize| *n <= rest.len() && size(*n) <= BYTES;
            let many = TOGETHER.into_iter().find(fits).unwrap_or(1);
            let (part, after) = rest.split_at(many);
            rest = after;
            let values = match self.0 {
                Connection::Lite(_) => part
                    .iter()
                    .flat_map(|(version, title, text)| [(*version).into(), (*title).into(), (*text).into()])
                    .collect(),
                Connection::Post(post) => {
                    let mut values: Vec<Value> = Vec::with_capacity(3 * part.len());
                    for (version, title, text) in part {
                        let (different, folded) = cut(&post.cut(title, text)?);
                        values.extend([(*version).into(), different.into(), folded.into()]);
                    }
                    values
                }
            };
            let rows = |row: &str| vec![row; many].join(", ");
            let sql = match self.0 {
                Connection::Lite(_) => {
                    format!("INSERT INTO words (rowid, title, text) VALUES {}", rows("(?, ?, ?)"))
                }
                Connection::Post(_) => format!(
                    "INSERT INTO words (version, words, folded) VALUES {}",
                    rows("(?, array_to_tsvector(string_to_array(?, ' ')), ?)")
                ),
            };
            self.run(&sql, &values)?;
        }
        Ok(())
    }

    /// Every version whose words are in the index.
    pub(crate) fn versions_with_words(self) -> Result<Vec<i64>> {
        self.ints(self.either("SELECT rowid FROM words", "SELECT version FROM words"), &[])
    }

    pub(crate) fn drop_words(self, version: i64) -> Result<()> {
        let sql = self.either("DELETE FROM words WHERE rowid = ?", "DELETE FROM words WHERE version = ?");
        self.run(sql, &[version.into()])?;
        Ok(())
    }

    /// Writes the index of words anew, so that nothing of dropped words is left in the file. A server does that with all
    /// that was dropped ([`Sql::overwrite`]).
    pub(crate) fn rewrite_words(self) -> Result<()> {
        if let Connection::Lite(conn) = self.0 {
            conn.execute_batch("INSERT INTO words (words) VALUES ('optimize')")?;
        }
        Ok(())
    }

    /// The incidents of which some report has all words of a text; some come several times. `None` where it has no words.
    pub(crate) fn having_words(self, text: &str) -> Result<Option<Vec<i64>>> {
        let words = phrases(text);
        if words.is_empty() {
            return Ok(None);
        }
        if matches!(self.0, Connection::Lite(_)) {
            return self.having_words_in_file(&words).map(Some);
        }
        let (of, values) = self.reports_with(&words)?;
        let sql = format!("SELECT event.incident FROM words JOIN event ON event.version = {of}");
        Ok(Some(self.incidents(&sql, &values)?))
    }

    /// A file seeks the events of one version after the other. Where a good part of all reports has the words, reading all events
    /// as they lie takes a fraction of the time.
    fn having_words_in_file(self, words: &[Phrase]) -> Result<Vec<i64>> {
        let values = [matching(words).into()];
        let versions: HashSet<i64> =
            self.ints("SELECT rowid FROM words WHERE words MATCH ?", &values)?.into_iter().collect();
        let events = self.row("SELECT max(id) FROM event WHERE id > ?", &[0i64.into()])?;
        let events = events.map_or(Ok(None), |r| r.maybe_int(0))?.unwrap_or(0);
        if i64::try_from(versions.len()).is_ok_and(|n| n.saturating_mul(SEEK) < events) {
            let sql = "SELECT event.incident FROM words JOIN event ON event.version = words.rowid WHERE words MATCH ?";
            return self.incidents(sql, &values);
        }
        let mut out = Vec::new();
        self.each("SELECT version, incident FROM event", &[], |r| {
            if let Some(incident) = r.maybe_int(1)?
                && versions.contains(&r.int(0)?)
            {
                out.push(incident);
            }
            Ok(())
        })?;
        Ok(out)
    }

    /// The first column of a query, ids of incidents or none.
    fn incidents(self, sql: &str, values: &[Value]) -> Result<Vec<i64>> {
        self.rows(sql, values)?.iter().filter_map(|r| r.maybe_int(0).transpose()).collect()
    }

    /// The column of `words` that names the version, and the condition that a report has all of these; with its values.
    pub(super) fn reports_with(self, phrases: &[Phrase]) -> Result<(String, Vec<Value>)> {
        let Connection::Post(post) = self.0 else {
            return Ok(("words.rowid WHERE words MATCH ?".to_string(), vec![matching(phrases).into()]));
        };
        let mut sql = "words.version WHERE words.words @@ ?::tsquery".to_string();
        let (mut asked, mut beside) = (Vec::new(), Vec::new());
        for p in phrases {
            let [_, words] = post.cut("", &p.words)?;
            for (n, word) in words.iter().enumerate() {
                let begins = p.begins && n + 1 == words.len();
                asked.push(format!("'{word}'{}", if begins { ":*" } else { "" }));
            }
            if words.len() > 1 {
                sql.push_str(" AND words.folded LIKE ?");
                beside.push(format!("% {}{}%", words.join(" "), if p.begins { "" } else { " " }).into());
            }
        }
        if asked.is_empty() {
            return Ok(("words.version WHERE FALSE".to_string(), Vec::new()));
        }
        Ok((sql, [vec![asked.join(" & ").into()], beside].concat()))
    }
}

/// Cuts text into words as the index of a file does: by that index itself, in memory.
pub(super) struct Cutter(rusqlite::Connection);

impl Cutter {
    pub(super) fn new() -> Result<Self> {
        let conn = rusqlite::Connection::open_in_memory()?;
        conn.execute_batch(
            "CREATE VIRTUAL TABLE words USING fts5 (
               title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
             );
             CREATE VIRTUAL TABLE cut USING fts5vocab (words, instance);",
        )?;
        Ok(Self(conn))
    }

    /// The words of a title and of a text, in order: lower case, without marks over letters.
    pub(super) fn cut(&self, title: &str, text: &str) -> Result<[Vec<String>; 2]> {
        let sql = "INSERT INTO words (rowid, title, text) VALUES (1, ?, ?)";
        self.0.prepare_cached(sql)?.execute([title, text])?;
        let mut found: [Vec<(i64, String)>; 2] = Default::default();
        {
            let mut query = self.0.prepare_cached("SELECT col, offset, term FROM cut")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let column = row.get_ref(0)?.as_str().map_err(Error::damaged)?;
                let at = usize::from(column != "title");
                found[at].push((row.get(1)?, short(row.get_ref(2)?.as_str().map_err(Error::damaged)?)));
            }
        }
        self.0.prepare_cached("INSERT INTO words (words) VALUES ('delete-all')")?.execute([])?;
        Ok(found.map(|mut words| {
            words.sort_unstable_by_key(|(at, _)| *at);
            words.into_iter().map(|(_, word)| word).collect()
        }))
    }
}

/// A word as long as a server's index takes it. Letters and digits only: nothing needs escaping.
fn short(word: &str) -> String {
    let mut end = word.len().min(WORD);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    word[..end].replace(['\0', ' ', '\\', '\''], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_question_is_wrong() {
        let query = |text| matching(&phrases(text));
        assert_eq!(query("al-Shabaab bus*"), "\"al-Shabaab\" \"bus\" *");
        assert_eq!(query("\"suicide bomber\" Kabul"), "\"suicide bomber\" \"Kabul\"");
        assert_eq!(query("NOT OR (x"), "\"NOT\" \"OR\" \"(x\"");
        assert_eq!(query("- \" * "), "");
    }

    #[test]
    fn what_asks_for_nothing_is_told() {
        for text in ["", " ", "***", "\"\"", "\" - \"", "- * \"?\""] {
            assert_eq!(check_words(text).unwrap_err().to_string(), "holds no word", "{text:?}");
        }
        for text in ["\"", "bus \"", "\"two words", "\"a\" b \"c"] {
            let e = check_words(text).unwrap_err();
            assert!(e.to_string() == "a quotation mark is not closed" && e.hint().is_some(), "{text:?}");
        }
        for text in ["7", "*7*", "قصف", "\"two words\" bus*"] {
            assert!(check_words(text).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn words_are_cut_in_order() {
        let cutter = Cutter::new().unwrap();
        let [title, text] =
            cutter.cut("Café in Đà Nẵng", "A 3-year-old's coat, a coat. Улица ПОБЕДЫ").unwrap();
        assert_eq!(title, ["cafe", "in", "đa", "nang"]);
        assert_eq!(text, ["a", "3", "year", "old", "s", "coat", "a", "coat", "улица", "победы"]);
        // Nothing of one report is left for the next.
        assert_eq!(cutter.cut("", "-").unwrap(), [Vec::<String>::new(), Vec::new()]);
        let long = "é".repeat(5000);
        assert_eq!(cutter.cut("", &long).unwrap()[1], ["e".repeat(WORD)]);
    }

    #[test]
    fn the_file_cuts_in_the_same_way() {
        let schema = include_str!("schema_2.sql");
        assert!(schema.contains("tokenize = 'unicode61 remove_diacritics 2'"), "change `Cutter` too");
    }
}

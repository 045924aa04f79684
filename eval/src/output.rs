//! Tables, JSON and files of predictions; data goes to standard output, everything else to standard error.

use crate::evaluation::{Failure, Outcome};
use crate::floors::Floors;
use crate::metric::{Figure, Unit};
use serde_json::{Map, Value};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::Path;

/// One line of the table.
pub(crate) struct Row([String; 5]);

/// The figures of a set as lines of the table: set, figure, value, floor, n.
pub(crate) fn rows(set: &str, outcome: &Outcome, floors: Option<&Floors>) -> Vec<Row> {
    let row = |f: &Figure| {
        let floor = floors.and_then(|floors| floors.of(set, &f.name));
        let n = f.n.as_ref().map(|(_, n)| n.to_string());
        Row([
            set.to_owned(),
            f.name.clone(),
            f.value.map_or("-".to_owned(), |v| written(v, f.unit)),
            floor.map_or(String::new(), |v| written(v, f.unit)),
            n.unwrap_or_default(),
        ])
    };
    outcome.figures.iter().map(row).collect()
}

fn written(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => format!("{value:.3}"),
        Unit::Number => format!("{value:.2}"),
        Unit::Count => format!("{value:.0}"),
    }
}

/// Lines in columns, numbers to the right.
pub(crate) fn table(rows: &[Row]) -> String {
    let head = Row(["set", "figure", "value", "floor", "n"].map(str::to_owned));
    let lines = || std::iter::once(&head).chain(rows);
    let wide = [0, 1, 2, 3, 4].map(|i| lines().map(|r| r.0[i].chars().count()).max().unwrap_or(0));
    let line = |r: &Row| {
        let [set, figure, value, floor, n] = &r.0;
        let [a, b, c, d, e] = wide;
        format!("{set:a$}  {figure:b$}  {value:>c$}  {floor:>d$}  {n:>e$}").trim_end().to_owned() + "\n"
    };
    lines().map(line).collect()
}

/// The figures as an object: every figure, and what it rests on under the name of that count. It is flat, but
/// for figures with a slash in their name: `raw/recall` is `recall` in the object `raw`.
pub(crate) fn object(outcome: &Outcome) -> Map<String, Value> {
    let mut out = Map::new();
    for f in &outcome.figures {
        let value = match (f.value, f.unit) {
            (Some(v), Unit::Count) => Value::from(v as u64),
            (v, _) => Value::from(v),
        };
        match f.name.split_once('/') {
            Some((group, name)) => {
                let group = out.entry(group).or_insert_with(|| Map::new().into());
                group[name] = value;
            }
            None => {
                out.insert(f.name.clone(), value);
            }
        }
        if let Some((name, n)) = &f.n {
            out.insert(name.clone(), Value::from(*n));
        }
    }
    out
}

/// Indented JSON with a line end.
pub(crate) fn json(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Writes to standard output; a reader that has gone is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(format!("standard output: {e}").into()),
        _ => Ok(()),
    }
}

/// Writes predictions as JSON lines: to a file beside `path` first, which then takes its name.
pub(crate) fn predict(path: &Path, predictions: &[Value]) -> Result<(), Failure> {
    let failure =
        |e: std::io::Error| Failure::new(format!("{}: {e}", path.display()), "is its folder there?");
    let mut beside = OsString::from(path);
    beside.push(format!(".{}.part", std::process::id()));
    let write = || {
        let mut file = BufWriter::new(File::create(&beside)?);
        for value in predictions {
            writeln!(file, "{value}")?;
        }
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|e| {
        // What is half written is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&beside);
        failure(e)
    })
}

/// Says what went wrong.
pub(crate) fn complain(failure: &Failure) {
    say(&match failure.hint() {
        Some(hint) => format!("{}\n  hint: {hint}", failure.message()),
        None => failure.message().to_owned(),
    });
}

/// Says which reports were not read: the first three, and how many more.
pub(crate) fn unread(messages: &[String]) {
    messages.iter().take(3).for_each(|m| say(m));
    if messages.len() > 3 {
        say(&format!("and {} more", messages.len() - 3));
    }
}

/// Says something on standard error.
pub(crate) fn say(line: &str) {
    // If standard error is gone, nobody is left to tell.
    let _ = writeln!(std::io::stderr().lock(), "diurna-eval: {line}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn outcome() -> Outcome {
        let figures = vec![
            Figure::share("x.p", Some(0.25)).of("x.n", 4),
            Figure::share("x.r", None).of("x.n", 4),
            Figure::count("unread", 2),
            Figure::number("seconds", Some(1.5)),
        ];
        Outcome { figures, predictions: vec![] }
    }

    #[test]
    fn figures_become_a_flat_object() {
        let expected = json!({"x.p": 0.25, "x.n": 4, "x.r": null, "unread": 2, "seconds": 1.5});
        assert_eq!(Value::Object(object(&outcome())).to_string(), expected.to_string());
    }

    #[test]
    fn names_with_a_slash_are_grouped() {
        let figures =
            vec![Figure::share("raw/p", Some(0.5)), Figure::count("n", 3), Figure::share("raw/r", None)];
        let object = Value::Object(object(&Outcome { figures, predictions: vec![] }));
        assert_eq!(object, json!({"raw": {"p": 0.5, "r": null}, "n": 3}));
    }

    #[test]
    fn the_table_stands_in_columns() {
        let text = table(&rows("a@b", &outcome(), None));
        assert_eq!(text.lines().next(), Some("set  figure   value  floor  n"));
        assert_eq!(text.lines().nth(1), Some("a@b  x.p      0.250         4"));
        assert_eq!(text.lines().nth(3), Some("a@b  unread       2"));
    }

    #[test]
    fn predictions_take_their_name_when_whole() {
        let folder = std::env::temp_dir().join(format!("diurna-eval-test-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("p.jsonl");
        predict(&path, &[json!({"a": 1}), json!({"b": "é"})]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"a\":1}\n{\"b\":\"é\"}\n");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(predict(&folder.join("no/p.jsonl"), &[]).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}

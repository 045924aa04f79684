//! Tables of text: comma-separated with a header, or tab-separated as GDELT and POLECAT have them.

use crate::Error;
use diurna_core::harmless::{harmless, steers};
use std::io::Write;

/// Writes comma-separated values, quoted where needed, with `heads` above the rows.
pub(crate) fn commas(out: &mut dyn Write, heads: &[&[&str]], rows: &[Vec<String>]) -> Result<(), Error> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    for head in heads {
        writer.write_record(*head)?;
    }
    for row in rows {
        for cell in row {
            writer.write_field(safe(cell).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}

/// What a formula begins with; spreadsheets of East Asian languages take the full-width forms for the same.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Spreadsheets run what begins like a formula, and the words of a report are the words of others: an apostrophe before them makes them text.
/// What would steer the terminal of whoever looks at the file goes; lines inside a cell stay.
fn safe(cell: &str) -> String {
    let text = harmless(&cell.replace("\r\n", "\n"), &['\n', '\t']).into_owned();
    // Programs skip white space before a formula.
    let formula = text.trim_start().starts_with(FORMULA) && text.parse::<f64>().is_err();
    if formula { format!("'{text}") } else { text }
}

/// Writes tab-separated values. Readers of these formats know no quotes, so white space inside a value becomes a space.
pub(crate) fn tabs(out: &mut dyn Write, head: Option<&[&str]>, rows: &[Vec<String>]) -> Result<(), Error> {
    if let Some(head) = head {
        writeln!(out, "{}", head.join("\t"))?;
    }
    for row in rows {
        let fields: Vec<String> = row.iter().map(|field| one_line(field)).collect();
        writeln!(out, "{}", fields.join("\t"))?;
    }
    Ok(())
}

/// The text with runs of white space, and of what would steer a terminal, as one space.
pub(crate) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || steers(c))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The value as text, empty where there is none.
pub(crate) fn cell<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Different values in their order, joined.
pub(crate) fn joined<'a>(values: impl IntoIterator<Item = &'a str>, with: &str) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for value in values {
        if !value.is_empty() && !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen.join(with)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_hold_any_text() {
        let rows = vec![vec!["a,\"b\"".to_string(), "c\nd".to_string()]];
        let mut out = Vec::new();
        commas(&mut out, &[&["x", "y"]], &rows).unwrap();
        assert_eq!(String::from_utf8_lossy(&out), "x,y\n\"a,\"\"b\"\"\",\"c\nd\"\n");
        let mut out = Vec::new();
        let cells = ["=HYPERLINK(1)", "-6.5", "@a", "a=b", "- a"].map(String::from).to_vec();
        commas(&mut out, &[], &[cells]).unwrap();
        assert_eq!(String::from_utf8_lossy(&out), "'=HYPERLINK(1),-6.5,'@a,a=b,'- a\n");
        let mut out = Vec::new();
        tabs(&mut out, None, &[vec!["a\tb".to_string(), "c\r\n d".to_string()]]).unwrap();
        assert_eq!(String::from_utf8_lossy(&out), "a b\tc d\n");
        assert_eq!(joined(["a", "", "b", "a"], "; "), "a; b");
    }

    #[test]
    fn cells_steer_no_terminal_and_hide_no_formula() {
        let cells =
            ["a\u{1b}[31mb", "nul\0bel\u{7}", "c\u{202e}d", "e\r\nf\tg\rh", " \t=1+1", "\u{1b}=1", "＝1"];
        let cells = cells.map(String::from).to_vec();
        let mut out = Vec::new();
        commas(&mut out, &[], std::slice::from_ref(&cells)).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a\u{fffd}[31mb,nul\u{fffd}bel\u{fffd},c\u{fffd}d,\"e\nf\tg\u{fffd}h\",' \t=1+1,\u{fffd}=1,'＝1\n"
        );
        let mut out = Vec::new();
        tabs(&mut out, None, &[cells]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a [31mb\tnul bel\tc d\te f g h\t=1+1\t=1\t＝1\n");
    }
}

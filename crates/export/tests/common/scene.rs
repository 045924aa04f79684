//! Invented scenes, and their rows in the layouts of others.

#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used)]

use crate::common::{self, harm, one, party};
use diurna_core::codebook::{ActorKind, Mode, Root};
use diurna_core::incident::{Harm, Incident, Party};
use diurna_core::resolved::Precision;
use diurna_core::{HarmKind, Side};
use diurna_export::{Export, Format, Options};
use std::collections::BTreeMap;

pub type Row = BTreeMap<String, String>;

pub fn scene(root: Root, mode: Option<Mode>, agents: &[Party], targets: &[Party]) -> Incident {
    let mut it = common::incident(1, root, mode, "2031-05-04", "2031-05-04");
    it.reports =
        vec![common::report("s1", "Valley Times", "2031-05-05", "Report", "https://valley.example/s1")];
    let place = common::site("Deir Sahl", "SYR", "Deir ez-Zor", 35.25, 40.125, Precision::Town);
    it.r#where = common::field(vec![(place, vec![])], false);
    for (list, parties) in [(&mut it.agents, agents), (&mut it.targets, targets)] {
        for party in parties {
            let mut more = one(party.clone(), vec![]);
            list.best.append(&mut more.best);
            list.values.append(&mut more.values);
        }
    }
    it
}

/// Dead of whom it is told who they were and whose side they were on.
pub fn dead(number: u32, who: Option<&str>, side: Option<Side>) -> Harm {
    Harm { who: who.map(Into::into), side, ..harm(HarmKind::Killed, number, Some(number)) }
}

pub fn killing(mut it: Incident, numbers: Vec<Harm>) -> Incident {
    it.killed = common::field(numbers.into_iter().map(|number| (number, vec![])).collect(), false);
    it
}

pub fn named(name: &str, kind: ActorKind) -> Party {
    party(name, kind, None, None)
}

pub fn write(incidents: &[Incident], format: Format) -> String {
    let options = Options::new("2031-06-01".parse().unwrap());
    let mut out = Vec::new();
    Export::new(incidents, &(), &options).write(format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The rows of a table by the names of its columns.
pub fn rows(incidents: &[Incident], format: Format) -> Vec<Row> {
    let text = write(incidents, format);
    let tabs = matches!(format, Format::Polecat | Format::Gdelt);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if tabs { b'\t' } else { b',' })
        .quoting(!tabs)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut lines = reader.records().map(|record| {
        let cells: Vec<String> = record.unwrap().iter().map(String::from).collect();
        cells
    });
    let head: Vec<String> = match format {
        Format::Gdelt => format.columns().unwrap().iter().map(ToString::to_string).collect(),
        _ => lines.next().unwrap(),
    };
    lines.map(|cells| head.iter().cloned().zip(cells).collect()).collect()
}

/// The only row.
pub fn row(incident: &Incident, format: Format) -> Row {
    let mut rows = rows(std::slice::from_ref(incident), format);
    assert_eq!(rows.len(), 1, "{}", format.as_str());
    rows.remove(0)
}

pub fn assert_cells(row: &Row, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        assert_eq!(row.get(*name).map(String::as_str), Some(*value), "{name}");
    }
}

pub fn gunmen() -> Party {
    named("gunmen", ActorKind::ArmedGroup)
}

pub fn soldiers() -> Party {
    named("Soldiers", ActorKind::Military)
}

pub fn plover(incident: &Incident) -> serde_json::Value {
    serde_json::from_str(&write(std::slice::from_ref(incident), Format::Plover)).unwrap()
}

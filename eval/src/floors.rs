//! Floors: figures that may not fall.

use crate::evaluation::{Failure, Outcome};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const HINT: &str = "it holds {\"evaluation@folder\": {\"figure\": floor}}";

/// The floors of every set: `{"evaluation@folder": {"figure": floor}}`.
#[derive(Debug)]
pub(crate) struct Floors(BTreeMap<String, BTreeMap<String, f64>>);

impl Floors {
    /// The floors that come with the program.
    pub(crate) fn embedded() -> Result<Self, Failure> {
        Self::parse("floors.json", include_str!("../floors.json"))
    }

    /// The floors in a file.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text =
            fs::read_to_string(path).map_err(|e| Failure::usage(format!("{}: {e}", path.display()), HINT))?;
        Self::parse(&path.display().to_string(), &text)
    }

    fn parse(name: &str, text: &str) -> Result<Self, Failure> {
        serde_json::from_str(text).map(Self).map_err(|e| Failure::usage(format!("{name}: {e}"), HINT))
    }

    /// The floor of a figure.
    pub(crate) fn of(&self, key: &str, figure: &str) -> Option<f64> {
        self.0.get(key)?.get(figure).copied()
    }

    /// What is under its floor, or has a floor and was not measured.
    pub(crate) fn under(&self, key: &str, outcome: &Outcome) -> Vec<String> {
        let floors = self.0.get(key).into_iter().flatten();
        let check = |(name, floor): (&String, &f64)| {
            let value = outcome.figures.iter().find(|f| f.name == *name).and_then(|f| f.value);
            match value {
                Some(v) if v >= *floor => None,
                Some(v) => Some(format!("{key}: {name} is {v}, under its floor of {floor}")),
                None => Some(format!("{key}: {name} has a floor of {floor} and was not measured")),
            }
        };
        floors.filter_map(check).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::EVALUATIONS;
    use crate::metric::Figure;

    #[test]
    fn what_is_under_its_floor_is_named() {
        let floors = Floors::parse("f", r#"{"a@b": {"x.f1": 0.5, "y": 0.5, "z": 0.1}}"#).unwrap();
        let figures = vec![Figure::share("x.f1", Some(0.5)), Figure::share("y", Some(0.4999))];
        let under = floors.under("a@b", &Outcome { figures, predictions: vec![] });
        assert_eq!(under.len(), 2);
        assert!(under[0].contains("y is 0.4999, under its floor of 0.5"), "{under:?}");
        assert!(under[1].contains("z has a floor"), "{under:?}");
        assert!(floors.under("c@d", &Outcome { figures: vec![], predictions: vec![] }).is_empty());
        assert_eq!(Floors::parse("f", "[]").unwrap_err().code, 2);
    }

    #[test]
    fn the_floors_name_sets_that_there_are() {
        let keys: Vec<String> = EVALUATIONS
            .iter()
            .flat_map(|e| e.sets.iter().map(|s| format!("{}@{}", e.name, s.path())))
            .collect();
        for key in Floors::embedded().unwrap().0.keys() {
            assert!(keys.contains(key), "{key}");
        }
    }
}

//! What an evaluation is, and the table of all of them.

use crate::metric::Figure;
use crate::reader::{attribution, dyads, muc, names, roles, speed, triggers};
use crate::{cases, incidents, locate, pages, records, reports, silence, timex, toponyms, triage};
use diurna_core::record::Record;
use diurna_pipeline::{Options, Pipeline};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// One way to judge the program.
pub(crate) struct Evaluation {
    /// Name on the command line.
    pub(crate) name: &'static str,
    /// What it tells.
    pub(crate) about: &'static str,
    /// What lies in its folder, or what its file is.
    pub(crate) needs: &'static str,
    /// The sets that `all` runs it on.
    pub(crate) sets: &'static [Set],
    /// Runs it on a folder, or on a file where that will do.
    pub(crate) run: fn(&Context, &Path) -> Result<Outcome, Failure>,
}

/// Where a set lies.
pub(crate) enum Set {
    /// In the shared folder.
    Shared(&'static str),
    /// In our own `tests/cases`.
    Own(&'static str),
}

impl Set {
    /// The path that names the set in floors and tables.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Shared(path) => (*path).to_owned(),
            Self::Own(path) => format!("tests/cases/{path}"),
        }
    }

    /// Its folder or file.
    pub(crate) fn folder(&self, shared: &Path, cases: &Path) -> PathBuf {
        match self {
            Self::Shared(path) => shared.join(path),
            Self::Own(path) => cases.join(path),
        }
    }
}

use Set::{Own, Shared};

/// Every evaluation. `reports` comes first: it measures loading and memory, which others would change.
pub(crate) const EVALUATIONS: &[Evaluation] = &[
    Evaluation {
        name: "reports",
        about: "Real reports are read without error, the same in any number of threads; speed and memory",
        needs: "reports as .html and .txt files",
        sets: &[Shared("reports")],
        run: reports::run,
    },
    Evaluation {
        name: "speed",
        about: "Words a second on one thread, by the network alone and by the whole program; memory",
        needs: "reports as .html and .txt files",
        sets: &[Shared("reports")],
        run: speed::run,
    },
    Evaluation {
        name: "records",
        about: "Incident records against gold: events, sides, times, places, harm, claims",
        needs: "gold as NAME.json, its texts NAME.txt beside it or in ../texts, dates in ../index.jsonl",
        sets: &[Shared("gold/dev")],
        run: records::run,
    },
    Evaluation {
        name: "cases",
        about: "Our own made-up incidents: the share of expected facts that is found",
        needs: "reports as .txt or .html with their expectations in NAME.json",
        sets: &[Own("incidents")],
        run: cases::run,
    },
    Evaluation {
        name: "incidents",
        about: "Reports of one happening come together, others stay apart: B-cubed over events, or linked pairs of reports",
        needs: "reports.jsonl, or a file of that form: id, text, date, and either events (trigger, incident) or cluster and \
                category",
        sets: &[Own("merging"), Shared("data/clusters")],
        run: incidents::run,
    },
    Evaluation {
        name: "silence",
        about: "Ordinary reports (sport, science, technology) give no incident",
        needs: "reports.jsonl with categories, or reports as .txt files",
        sets: &[Own("ordinary"), Shared("data/clusters")],
        run: silence::run,
    },
    Evaluation {
        name: "triage",
        about: "The first look: recall on reports and sentences with events, ordinary reports passed over, speed",
        needs: "gold as NAME.json with its texts beside it or in ../texts; or reports.jsonl with categories, or reports as \
                .txt files, that should be passed over",
        sets: &[Shared("gold/dev"), Shared("data/clusters"), Own("ordinary")],
        run: triage::run,
    },
    Evaluation {
        name: "timex",
        about: "Temporal expressions: found, and their TIMEX3 values",
        needs: "documents.jsonl (doc, text, date) and gold.jsonl (doc, start, end, type, value)",
        sets: &[Shared("data/te3-aquaint"), Shared("data/te3-timebank-tbaq"), Shared("data/wikiwars-dev")],
        run: timex::run,
    },
    Evaluation {
        name: "toponyms",
        about: "Names of places: found, and how near their coordinates are",
        needs: "documents.jsonl (doc, text, date) and gold.jsonl (doc, start, end, lat, lon)",
        sets: &[Shared("data/lgl"), Shared("data/geovirus")],
        run: toponyms::run,
    },
    Evaluation {
        name: "locate",
        about: "Places of names that are given: the same id or within a hundred miles",
        needs: "documents.jsonl (doc, text, date) and gold.jsonl (doc, start, end, lat, lon, geonameid)",
        sets: &[Shared("data/lgl"), Shared("data/geovirus")],
        run: locate::run,
    },
    Evaluation {
        name: "aeb",
        about: "Story text of web pages, by the article extraction benchmark",
        needs: "ground-truth.json and html/ID.html.gz",
        sets: &[Shared("data/pages/aeb-dev")],
        run: |_, folder| Ok(of_pages("aeb", pages::aeb(folder)?)),
    },
    Evaluation {
        name: "wcxb",
        about: "Story text, titles and dates of web pages, by the web content extraction benchmark",
        needs: "ground-truth/ID.json and html/ID.html.gz",
        sets: &[Shared("data/pages/wcxb-dev")],
        run: |_, folder| Ok(of_pages("wcxb", pages::wcxb(folder)?)),
    },
    Evaluation {
        name: "htmldate",
        about: "Publication dates of web pages",
        needs: "dates.json and html/FILE.gz",
        sets: &[Shared("data/pages/htmldate-dev")],
        run: |_, folder| Ok(of_pages("htmldate", pages::htmldate(folder)?)),
    },
    Evaluation {
        name: "names",
        about: "Names of persons, organisations and places: exact spans",
        needs: "a file of words with IOB2 or BIOES tags (last column; the third of five), or a folder of such files \
                (.iob2, .bio, .conll, .conll.txt, dev.txt, test.txt; those named train are left out)",
        sets: &[Shared("data/uner-ewt/en_ewt-ud-dev.iob2")],
        run: names::run,
    },
    Evaluation {
        name: "triggers",
        about: "Event triggers on WikiEvents, its types turned into roots",
        needs: "a file of WikiEvents (JSON lines, original format), or a folder with dev.jsonl or test.jsonl",
        sets: &[Shared("data/wikievents")],
        run: triggers::run,
    },
    Evaluation {
        name: "roles",
        about: "Event arguments on WikiEvents, the triggers given: role and head word",
        needs: "a file of WikiEvents (JSON lines, original format), or a folder with dev.jsonl or test.jsonl; \
                coref-NAME.jsonlines beside NAME.jsonl for coref_f1",
        sets: &[Shared("data/wikievents")],
        run: roles::run,
    },
    Evaluation {
        name: "attribution",
        about: "Attributions on PolNeAR: cue, source and content, by exact spans and by tokens",
        needs: "attributions/*.ann (brat) and text/*.txt, or one .ann file with its text in ../text or beside it",
        sets: &[Shared("data/polnear/dev")],
        run: attribution::run,
    },
    Evaluation {
        name: "muc",
        about: "Role fillers of MUC-4 by CEAF-REE",
        needs: "texts (NAME-muc3, NAME-muc4) and key-* files, or folders of these named tst*; or a file of texts with \
                key-* beside it",
        sets: &[Shared("data/muc")],
        run: muc::run,
    },
    Evaluation {
        name: "dyads",
        about: "Types of event between two given parties, and in whole sentences (PLV)",
        needs: "a .tsv file with the columns sentence_id, marked_sentence and gold_root, or a folder of such files \
                (those named train are left out)",
        sets: &[Shared("data/plover-dyads/PLV_train.tsv")],
        run: dyads::run,
    },
];

/// Figures on pages with the set's name left off and the pages counted.
fn of_pages(set: &str, outcome: pages::Outcome) -> Outcome {
    let n = outcome.predictions.len();
    let prefix = format!("pages.{set}.");
    let with = |key: &str, least| {
        let long = |p: &&Value| p[key].as_str().is_some_and(|s| s.len() >= least);
        outcome.predictions.iter().filter(long).count()
    };
    let counted = |name: &str| match (set, name) {
        (_, "title") => ("title.n", with("gold_title", 1)),
        (_, "date") => ("date.n", with("gold_date", 10)),
        ("htmldate", "precision") => ("precision.n", with("date", 1)),
        _ => ("pages", n),
    };
    let figures = outcome.figures.iter().map(|(name, value)| {
        let name = name.strip_prefix(&prefix).unwrap_or(name);
        let (count, n) = counted(name);
        Figure::share(name, Some(*value)).of(count, n)
    });
    Outcome { figures: figures.collect(), predictions: outcome.predictions }
}

/// What came of one evaluation.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The figures, in the order to read them.
    pub(crate) figures: Vec<Figure>,
    /// What was predicted, one object a report.
    pub(crate) predictions: Vec<Value>,
}

/// Why there is no figure.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    hint: Option<String>,
    /// Exit code: 2 where the command was wrong, 1 otherwise.
    pub(crate) code: u8,
}

impl Failure {
    /// The data was wrong.
    pub(crate) fn new(message: impl Into<String>, hint: &str) -> Self {
        Self { message: message.into(), hint: Some(hint.to_owned()), code: 1 }
    }

    /// The command was wrong.
    pub(crate) fn usage(message: impl Into<String>, hint: &str) -> Self {
        Self { code: 2, ..Self::new(message, hint) }
    }

    /// The same with the set named.
    pub(crate) fn about(mut self, set: &str) -> Self {
        self.message = format!("{set}: {}", self.message);
        self
    }

    /// What went wrong.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self { message, hint: None, code: 1 }
    }
}

/// What evaluations share: the pipeline, loaded when first needed, and the number of threads.
pub(crate) struct Context {
    pipeline: OnceLock<Pipeline>,
    threads: usize,
}

impl Context {
    /// `threads` 0 takes one for each processor.
    pub(crate) fn new(threads: usize) -> Self {
        let threads = match threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            n => n.min(256),
        };
        Self { pipeline: OnceLock::new(), threads }
    }

    /// The stages.
    pub(crate) fn pipeline(&self) -> &Pipeline {
        self.pipeline.get_or_init(|| {
            let pipeline = Pipeline::new();
            // Where other weights cannot be loaded, the evaluations of the network say so.
            match crate::neural::named() {
                Some(Ok(reader)) => pipeline.with_reader(Box::new(reader)),
                _ => pipeline,
            }
        })
    }

    /// Does `work` on every item, in several threads; results in the order of the items.
    pub(crate) fn map<T: Send, R: Send>(&self, items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
        let mut out = Vec::with_capacity(items.len());
        diurna_pipeline::in_order(items.into_iter(), self.threads, work, |r| {
            out.push(r);
            true
        });
        out
    }

    /// Reads a text as a line of JSON input would be read.
    pub(crate) fn read_text(&self, id: &str, text: &str, date: Option<&str>) -> Result<Record, String> {
        let line = json!({"id": id, "text": text, "date": date}).to_string();
        self.pipeline().read_line(&line, 1, &Options::default()).map_err(|e| e.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_sets_are_given_once() {
        let mut keys: Vec<String> = EVALUATIONS
            .iter()
            .flat_map(|e| e.sets.iter().map(|s| format!("{}@{}", e.name, s.path())))
            .collect();
        let n = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), n);
        assert!(EVALUATIONS.iter().all(|e| e.name != "all"));
    }

    #[test]
    fn figures_on_pages_lose_the_name_of_the_set() {
        let predictions = vec![json!({"gold_title": "Quay", "gold_date": null}), json!({"gold_title": ""})];
        let figures = vec![("pages.wcxb.f1".to_owned(), 0.5), ("pages.wcxb.title".to_owned(), 1.0)];
        let outcome = of_pages("wcxb", pages::Outcome { figures, predictions });
        assert_eq!(outcome.figures[0], Figure::share("f1", Some(0.5)).of("pages", 2));
        assert_eq!(outcome.figures[1], Figure::share("title", Some(1.0)).of("title.n", 1));
    }
}

//! Looking things up.

use crate::log::{Entry, time};
use crate::pack::{Digest, inflate, raw_digest, report_id};
use crate::sql::{self, Sql, State};
use crate::{Error, Head, Result, Store, cache, settle};
use diurna_core::Root;
use diurna_core::incident::{EventRef, Incident};
use diurna_core::record::Record;
use diurna_review::Review;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Which incidents to list. The default lets everything through.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Ended on this day or later.
    pub since: Option<Date>,
    /// Began on this day or earlier.
    pub until: Option<Date>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Type.
    pub root: Option<Root>,
    /// Only those whose accounts differ.
    pub disagreeing: bool,
    /// At least so many dead, by the best supported number.
    pub min_killed: Option<u32>,
    /// At least this score.
    pub min_score: Option<f64>,
    /// Some report has all these words; "words in quotation marks" beside each other, and word* for a beginning. A text without words
    /// lets everything through: [`check_words`] tells such a one from the others.
    pub text: Option<String>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// What stands behind an id.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// The incident; under another id if that one was joined into it.
    Incident(Box<Incident>),
    /// All its events are gone: erased, or no longer told by newer versions of the reports.
    Ended,
    /// The id was never given.
    Nothing,
}

/// From where changes are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// After this line of the log.
    Line(u64),
    /// At this moment or later.
    Time(Timestamp),
}

/// What became of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Moved {
    /// It is new.
    New,
    /// It holds other events or says something else.
    Changed,
    /// It was joined into another; its id is redirected.
    Joined(u64),
    /// It is new and was a part of another.
    Split(u64),
    /// All its events are gone.
    Ended,
}

/// A change of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Line of the log.
    pub seq: u64,
    /// When, ISO 8601 in UTC.
    pub time: String,
    /// Id of the incident.
    pub incident: u64,
    /// What became of it.
    pub moved: Moved,
}

/// What people marked as private.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Private {
    /// The reports that are marked in any incident, in all their versions: of them nothing leaves.
    pub reports: BTreeSet<String>,
    /// The reports of incidents that are marked: elsewhere they stand without headline and address.
    pub of_incidents: BTreeSet<String>,
}

/// A version of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionOf {
    /// `sha256:` of the raw bytes.
    pub id: String,
    /// Path, address or given id; `None` once erased.
    pub source: Option<String>,
    /// When it was added, ISO 8601 in UTC.
    pub added: String,
    /// It is the latest, which incidents are made of.
    pub current: bool,
    /// Its bytes, text and record were erased.
    pub erased: bool,
}

impl Store {
    /// The ids of the incidents that a filter lets through, the latest first; and their number without the limit.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn find(&self, filter: &Filter) -> Result<(Vec<u64>, u64)> {
        let (ids, all) = Sql(&self.conn).find(filter)?;
        Ok((ids.into_iter().map(sql::id).collect(), all))
    }

    /// The ids of the incidents of which some report has all these words, asked as in [`Filter::text`]: in no order, some several
    /// times. `None` where the text has no words.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn having_words(&self, text: &str) -> Result<Option<Vec<u64>>> {
        let found = self.snapshot(|sql| sql.having_words(text))?;
        Ok(found.map(|ids| ids.into_iter().map(sql::id).collect()))
    }

    /// Hands out the incidents that a filter lets through, the latest first, as they were at one moment; `false` ends the run.
    /// Gives their number without the limit.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn each_incident(&self, filter: &Filter, mut take: impl FnMut(Incident) -> bool) -> Result<u64> {
        self.snapshot(|sql| {
            let (ids, all) = sql.find(filter)?;
            for part in ids.chunks(sql::TOGETHER) {
                let (bodies, mut answers) = (sql.bodies(part)?, sql.answers_of(part)?);
                for id in part {
                    let Some(data) = bodies.get(id) else {
                        return Err(Error::damaged(format!("incident {id} is missing")));
                    };
                    if !take(unpacked(data, answers.remove(id).unwrap_or_default())?) {
                        return Ok(all);
                    }
                }
            }
            Ok(all)
        })
    }

    /// The incident of an id, wherever it went.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn incident(&self, id: u64) -> Result<Found> {
        self.snapshot(|sql| match place(sql, id)? {
            None => Ok(Found::Nothing),
            Some((_, State::Open, id)) => match incident(sql, id)? {
                Some(i) => Ok(Found::Incident(Box::new(i))),
                None => Err(Error::damaged(format!("incident {id} is missing"))),
            },
            Some(_) => Ok(Found::Ended),
        })
    }

    /// What people marked as private, by one pass over the reviews.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn private(&self) -> Result<Private> {
        let (mut marked, mut incidents) = (BTreeSet::new(), Vec::new());
        self.each_review(|id, review| {
            incidents.extend(review.private.then_some(id));
            marked.extend(review.private_reports);
            true
        })?;
        Ok(Private { reports: self.in_all_versions(&marked)?, of_incidents: self.reports_of(&incidents)? })
    }

    /// The reports of an incident that people marked as private, in this or in another incident.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn private_reports_of(&self, incident: &Incident) -> Result<BTreeSet<String>> {
        self.marked_reports(incident, &self.marked_private()?)
    }

    /// The ids that people marked as private in any incident, maybe of versions that are no longer current.
    fn marked_private(&self) -> Result<BTreeSet<String>> {
        let mut marked = BTreeSet::new();
        self.each_review(|_, review| {
            marked.extend(review.private_reports);
            true
        })?;
        Ok(marked)
    }

    /// The reports of an incident that are marked themselves or of which another version is: only those of this incident are looked
    /// up, however many are marked.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn marked_reports(&self, incident: &Incident, marked: &BTreeSet<String>) -> Result<BTreeSet<String>> {
        if marked.is_empty() {
            return Ok(BTreeSet::new());
        }
        let ids = incident.reports.iter().map(|r| r.id.clone());
        let (mut out, others): (BTreeSet<String>, BTreeSet<String>) = ids.partition(|id| marked.contains(id));
        let beside = self.snapshot(|sql| beside(sql, &others))?;
        out.extend(beside.into_iter().filter(|(_, other)| marked.contains(other)).map(|(id, _)| id));
        Ok(out)
    }

    /// The ids of reports with those of their older and newer versions.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn in_all_versions(&self, ids: &BTreeSet<String>) -> Result<BTreeSet<String>> {
        let beside = self.snapshot(|sql| beside(sql, ids))?;
        Ok(ids.iter().cloned().chain(beside.into_iter().map(|(_, other)| other)).collect())
    }

    /// The reports of some incidents; one that is there no more has none.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn reports_of(&self, incidents: &[u64]) -> Result<BTreeSet<String>> {
        self.snapshot(|sql| {
            let mut out = BTreeSet::new();
            for id in incidents {
                if let Some(incident) = incident(sql, sql::key(*id))? {
                    out.extend(incident.reports.into_iter().map(|r| r.id));
                }
            }
            Ok(out)
        })
    }

    /// An incident and its review as they would be if the private reports had never come: brought together anew from the others.
    /// `None` where no other is left.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn without_private(
        &self,
        incident: &Incident,
        review: &Review,
        private: &BTreeSet<String>,
    ) -> Result<Option<(Incident, Review)>> {
        if !incident.reports.iter().any(|r| private.contains(&r.id)) {
            return Ok(Some((incident.clone(), review.clone())));
        }
        let rest = self.snapshot(|sql| of_others(sql, incident, private))?;
        Ok(rest.map(|rest| {
            let review = diurna_review::without_reports(review, incident, &rest, private);
            (rest, review)
        }))
    }

    /// The record of a report by its id; `None` where it is not there or was erased.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn record(&self, report: &str) -> Result<Option<Record>> {
        let sql = Sql(&self.conn);
        let Some(raw) = raw_digest(report) else { return Ok(None) };
        sql.version_of_raw(&raw)?.map_or(Ok(None), |v| cache::record(sql, v.id))
    }

    /// The raw bytes of a report by its id; `None` where it is not there or was erased.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn raw(&self, report: &str) -> Result<Option<Vec<u8>>> {
        raw_digest(report).map_or(Ok(None), |raw| Sql(&self.conn).bytes(&raw))
    }

    /// The records of all reports that are current, in the order in which they came; `false` ends the run.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn each_record(&self, mut take: impl FnMut(Record) -> bool) -> Result<()> {
        self.snapshot(|sql| {
            for version in sql.all_versions()?.iter().filter(|v| v.current) {
                if let Some(record) = cache::record(sql, version.id)?
                    && !take(record)
                {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Every version of the reports that this names: a source, or an id or its beginning.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn versions(&self, name: &str) -> Result<Vec<VersionOf>> {
        let sql = Sql(&self.conn);
        let mut reports: Vec<i64> = sql.versions_named(name)?.iter().map(|v| v.report).collect();
        reports.sort_unstable();
        reports.dedup();
        let mut out = Vec::new();
        for report in reports {
            out.extend(sql.versions(report)?.into_iter().map(|v| VersionOf {
                id: report_id(&v.raw),
                source: v.source,
                added: v.added,
                current: v.current,
                erased: v.erased,
            }));
        }
        Ok(out)
    }

    /// The id of the incident that holds an event; `None` where the event is not there.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn incident_of(&self, at: &EventRef) -> Result<Option<u64>> {
        let sql = Sql(&self.conn);
        let event = crate::settle::event_of(sql, at)?;
        let incident = event.map(|e| sql.place_of(e)).transpose()?.and_then(|s| s.incident);
        Ok(incident.map(sql::id))
    }

    /// What the log says of an incident, oldest first; with the ids that were joined into it.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn history(&self, incident: u64) -> Result<Vec<Entry>> {
        let sql = Sql(&self.conn);
        let mut lines = sql.lines_of_incident(sql::key(incident))?;
        let mut ids = sql.joined_into(sql::key(incident))?;
        while let Some(id) = ids.pop() {
            lines.extend(sql.lines_of_incident(id)?.into_iter().filter(|l| l.what == "incident.join"));
        }
        lines.sort_by_key(|l| l.seq);
        lines.into_iter().map(Entry::try_from).collect()
    }

    /// What the log says of a report by its id, oldest first.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn history_of_report(&self, report: &str) -> Result<Vec<Entry>> {
        Sql(&self.conn).lines_of_report(report)?.into_iter().map(Entry::try_from).collect()
    }

    /// What became of incidents since a line of the log or a moment, oldest first.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn changes(&self, since: Since) -> Result<Vec<Change>> {
        let (seq, from) = match since {
            Since::Line(seq) => (sql::key(seq), String::new()),
            Since::Time(t) => (0, time(t)),
        };
        let lines = Sql(&self.conn).lines_since(seq, &from)?;
        let changes = lines.into_iter().filter_map(|l| {
            let other = l.other.map(sql::id);
            let moved = match (l.what.as_str(), other) {
                ("incident.new", _) => Moved::New,
                ("incident.change", _) => Moved::Changed,
                ("incident.end", _) => Moved::Ended,
                ("incident.join", Some(into)) => Moved::Joined(into),
                ("incident.split", Some(from)) => Moved::Split(from),
                _ => return None,
            };
            Some(Change { seq: sql::id(l.seq), time: l.time, incident: sql::id(l.incident?), moved })
        });
        Ok(changes.collect())
    }

    /// The end of the log; `None` where nothing was ever added.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn head(&self) -> Result<Option<Head>> {
        Ok(Sql(&self.conn).head()?.map(|(seq, hash)| Head { seq: sql::id(seq), hash }))
    }

    /// Number of reports, each counted once whatever its versions.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn count_reports(&self) -> Result<u64> {
        Sql(&self.conn).count_reports()
    }
}

/// Whether a text asks for words, as [`Filter::text`] takes them.
///
/// # Errors
/// Where it holds none, so that it would ask for everything, or where it does not say which words stand beside each other.
///
/// ```
/// use diurna_store::check_words;
/// assert!(check_words("\"drone strike\" kidal*").is_ok());
/// assert_eq!(check_words("- *").unwrap_err().to_string(), "holds no word");
/// assert_eq!(check_words("\"drone strike").unwrap_err().to_string(), "a quotation mark is not closed");
/// ```
pub fn check_words(text: &str) -> Result<()> {
    sql::check_words(text)
}

/// The ids of the other versions of some reports, each with the one that was given.
fn beside(sql: Sql<'_>, ids: &BTreeSet<String>) -> Result<Vec<(String, String)>> {
    let raws: Vec<Digest> = ids.iter().filter_map(|id| raw_digest(id)).collect();
    let raws: Vec<&[u8]> = raws.iter().map(|raw| &raw[..]).collect();
    let found = sql.versions_beside(&raws)?;
    Ok(found.iter().map(|(raw, other)| (report_id(raw), report_id(other))).collect())
}

/// Ids of all versions of the report that has a version of that id.
pub(crate) fn versions_of(sql: Sql<'_>, id: &str) -> Result<Vec<String>> {
    let Some(raw) = raw_digest(id) else { return Ok(Vec::new()) };
    let Some(version) = sql.version_of_raw(&raw)? else { return Ok(Vec::new()) };
    Ok(sql.versions(version.report)?.iter().map(|v| report_id(&v.raw)).collect())
}

/// Where an id leads: itself, what it is, and the id at the end of all redirects.
pub(crate) fn place(sql: Sql<'_>, id: u64) -> Result<Option<(i64, State, i64)>> {
    let first = sql::key(id);
    let mut at = first;
    // No chain of redirects is longer than there are ids; a ring would be damage.
    for _ in 0..1_000_000 {
        match sql.state(at)? {
            None => return Ok(None),
            Some(State::Joined(into)) => at = into,
            Some(state) => return Ok(Some((first, state, at))),
        }
    }
    Err(Error::damaged(format!("incident {id} is redirected in a ring")))
}

/// An open incident, with the incidents that it answers.
pub(crate) fn incident(sql: Sql<'_>, id: i64) -> Result<Option<Incident>> {
    let Some((_, data)) = sql.body(id)? else { return Ok(None) };
    Ok(Some(unpacked(&data, sql.answered_by(id)?)?))
}

/// What the reports of an incident tell without some of them.
fn of_others(sql: Sql<'_>, incident: &Incident, without: &BTreeSet<String>) -> Result<Option<Incident>> {
    let (mut events, mut records) = (Vec::new(), BTreeMap::new());
    for report in incident.reports.iter().filter(|r| !without.contains(&r.id)) {
        let version = raw_digest(&report.id).map_or(Ok(None), |raw| sql.version_of_raw(&raw))?;
        let Some(record) = version.map_or(Ok(None), |v| cache::record(sql, v.id))? else { continue };
        let at = |event: &String| EventRef { report: report.id.clone(), event: event.clone() };
        events.extend(report.events.iter().map(at));
        records.insert(report.id.clone(), diurna_incident::Outlined::new(record));
    }
    let open = |at: &EventRef| !without.contains(&at.report);
    let joins = incident.joined.iter().filter(|j| open(&j.a) && open(&j.b)).cloned().collect();
    let Some(mut rest) = diurna_incident::assemble(incident.id, &events, &records, joins) else {
        return Ok(None);
    };
    let mut answers = BTreeSet::new();
    for at in diurna_incident::answers(&events, &records) {
        if let Some(event) = settle::event_of(sql, &at)? {
            answers.extend(sql.place_of(event)?.incident.map(sql::id));
        }
    }
    answers.remove(&incident.id);
    rest.responds_to = answers.into_iter().collect();
    Ok(Some(rest))
}

fn unpacked(data: &[u8], answers: Vec<i64>) -> Result<Incident> {
    let mut incident: Incident = serde_json::from_slice(&inflate(data)?).map_err(Error::damaged)?;
    incident.responds_to = answers.into_iter().map(sql::id).collect();
    Ok(incident)
}

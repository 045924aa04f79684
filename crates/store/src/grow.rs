//! Adding reports.

use crate::cache::{self, Cache};
use crate::log::{self, By, Says};
use crate::pack::{Digest, hex, report_id};
use crate::prepare::{self, PreparedEvent};
use crate::settle::{self, Work};
use crate::sql::{Sql, VersionRow};
use crate::{Added, Prepared, Result, decide, identity};
use diurna_core::incident::EventRef;
use diurna_incident::{Outlined, Sketch};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Adds reports and settles who is together with whom.
pub(crate) fn add(sql: Sql<'_>, cache: &mut Cache, reports: &[Prepared], by: &By<'_>) -> Result<Vec<Added>> {
    let raws: Vec<&[u8]> = reports.iter().map(|p| &p.raw.sha256[..]).collect();
    let known = sql.known(&raws)?;
    let mut adding = Adding { sql, cache, by, known, work: Work::default(), words: BTreeMap::new() };
    let added = reports.iter().map(|p| adding.one(p)).collect::<Result<_>>()?;
    let Adding { cache, work, words, .. } = adding;
    add_words(sql, &words)?;
    settle::settle(sql, cache, work, by)?;
    Ok(added)
}

/// The index of words takes all of a step at once: one by one, each would be written and merged by itself.
fn add_words(sql: Sql<'_>, waiting: &BTreeMap<i64, &Prepared>) -> Result<()> {
    let words: Vec<(i64, &str, &str)> = waiting
        .iter()
        .map(|(version, p)| (*version, p.title.as_str(), p.whole.record.report.text.as_str()))
        .collect();
    sql.add_words(&words)
}

/// Reports while they are added in one step.
struct Adding<'s, 'a> {
    sql: Sql<'s>,
    cache: &'a mut Cache,
    by: &'a By<'a>,
    /// Raw bytes that are there, and whether they were erased.
    known: HashMap<Digest, bool>,
    work: Work,
    /// Current versions whose words are still to be added.
    words: BTreeMap<i64, &'a Prepared>,
}

impl<'a> Adding<'_, 'a> {
    fn one(&mut self, p: &'a Prepared) -> Result<Added> {
        if let Some(erased) = self.known.get(&p.raw.sha256) {
            return Ok(if *erased { Added::Erased } else { Added::Known });
        }
        self.known.insert(p.raw.sha256, false);
        let sql = self.sql;
        let (known, keys) = identity::report_of(sql, self.cache, p)?;
        let (report, earlier) = match known {
            Some(report) => {
                let earlier = sql.versions(report)?.into_iter().rfind(|v| v.current);
                sql.outdate(report)?;
                (report, earlier)
            }
            None => (sql.new_report()?, None),
        };
        sql.add_keys(&keys, report)?;
        sql.keep(&[&p.raw, &p.text, &p.record])?;
        let digests = [&p.raw.sha256, &p.text.sha256, &p.record.sha256];
        let time = log::time(self.by.time);
        let version = sql.add_version(report, digests, &p.source, p.published.as_deref(), &time)?;
        let moved = self.events(p, version, earlier.as_ref())?;
        self.tell(p, earlier.as_ref(), moved)?;
        Ok(if earlier.is_some() { Added::Version } else { Added::New })
    }

    /// Puts words and events of a version in the place of those of an earlier one. Says whether decisions followed them.
    fn events(&mut self, p: &'a Prepared, version: i64, earlier: Option<&VersionRow>) -> Result<bool> {
        let old = match earlier {
            Some(e) => {
                if self.words.remove(&e.id).is_none() {
                    self.sql.drop_words(e.id)?;
                }
                drop_events(self.sql, self.cache, e, &mut self.work)?
            }
            None => Vec::new(),
        };
        self.words.insert(version, p);
        add_events(self.sql, self.cache, version, &p.events, &mut self.work)?;
        self.cache.keep_record(p.record.sha256, p.whole.clone());
        let new: Vec<&Sketch> = p.events.iter().map(|e| &e.sketch).collect();
        Ok(!old.is_empty() && carry(self.sql, &old, &new, &mut self.work)?)
    }

    /// Writes the line of the log.
    fn tell(&self, p: &Prepared, earlier: Option<&VersionRow>, moved: bool) -> Result<()> {
        let part = &p.whole.record.report;
        let mut says =
            json!({"source": part.source, "url": part.url, "title": part.title, "published": p.published});
        let before = earlier.map(|e| json!({"report": report_id(&e.raw), "source": e.source}));
        if let (true, Value::Object(says)) = (moved, &mut says) {
            says.insert(log::DECISIONS.to_string(), json!(hex(&decide::sealed(self.sql)?)));
        }
        let what = if earlier.is_some() { "report.version" } else { "report.add" };
        let says = Says {
            what,
            report: Some(p.id()),
            digest: Some(&p.record.sha256),
            before,
            after: Some(says),
            ..Says::default()
        };
        log::write(self.sql, self.by, says)?;
        Ok(())
    }
}

/// Adds the events of a version and draws their edges. An event is compared with those that were there before it.
pub(crate) fn add_events(
    sql: Sql<'_>,
    cache: &mut Cache,
    version: i64,
    events: &[PreparedEvent],
    work: &mut Work,
) -> Result<()> {
    let mut ids = BTreeMap::new();
    let (mut kept, mut sought, mut sketches) = (Vec::new(), Vec::new(), BTreeMap::new());
    for e in events {
        let id = sql.add_event(version, &e.sketch.at.event, &e.packed)?;
        ids.insert(e.sketch.at.event.as_str(), id);
        work.touched.insert(id);
        cache.keep_sketch(id, e.sketch.clone());
        kept.extend(e.kept.iter().map(|k| (*k, id)));
        sought.extend(e.sought.iter().map(|s| (id, *s)));
        sketches.insert(id, &e.sketch);
    }
    sql.add_event_keys(&kept)?;
    // Numbers ascend: the event itself and those after it have none that is lower.
    let pairs: BTreeSet<(i64, i64)> =
        sql.events_sought(&sought)?.into_iter().filter(|(id, other)| other < id).collect();
    cache.fetch(sql, pairs.iter().map(|(_, other)| *other).collect::<BTreeSet<_>>())?;
    let mut edges = Vec::new();
    for (id, other) in pairs {
        let Some(sketch) = sketches.get(&id) else { continue };
        if diurna_incident::linked(sketch, cache.sketch(sql, other)?.as_ref()) {
            edges.push((id, other));
        }
    }
    sql.add_edges(&edges)?;
    for e in events {
        let from = ids.get(e.sketch.at.event.as_str());
        for to in e.answers.iter().filter_map(|a| ids.get(a.as_str())) {
            if let Some(from) = from {
                sql.add_answer(*from, *to)?;
            }
        }
    }
    Ok(())
}

/// Takes the events of a version away; gives their sketches.
pub(crate) fn drop_events(
    sql: Sql<'_>,
    cache: &mut Cache,
    version: &VersionRow,
    work: &mut Work,
) -> Result<Vec<Sketch>> {
    let mut sketches = Vec::new();
    for e in sql.events_of(version.id)? {
        if let Some(incident) = e.incident
            && !work.before.contains_key(&incident)
        {
            let members = sql.members(incident)?.into_iter().map(|(_, at)| at).collect();
            work.before.insert(incident, members);
        }
        let sketch = cache.sketch(sql, e.id)?.as_ref().clone();
        work.touched.extend(sql.neighbours(e.id)?);
        for d in sql.decisions_on(&sketch.at)?.into_iter().filter(|d| d.same) {
            let other = if d.a == sketch.at { d.b } else { d.a };
            work.touched.extend(settle::event_of(sql, &other)?);
        }
        sql.drop_event(e.id, &prepare::kept(&sketch))?;
        work.gone.insert(e.id);
        sketches.push(sketch);
    }
    Ok(sketches)
}

/// Lets the events of a newer version stand where those of the older stood: in decisions and in the ages of incidents. Says
/// whether there were decisions.
fn carry(sql: Sql<'_>, old: &[Sketch], new: &[&Sketch], work: &mut Work) -> Result<bool> {
    let mut moved = false;
    for (from, to) in successors(old, new) {
        for d in sql.decisions_on(&from)? {
            let now = |at: &EventRef| if *at == from { to.clone() } else { at.clone() };
            moved = true;
            sql.drop_decision(&d)?;
            sql.set_decision(&diurna_incident::Decision { a: now(&d.a), b: now(&d.b), same: d.same })?;
        }
        work.renamed.insert(from, to);
    }
    Ok(moved)
}

/// Which event of a newer reading stands for which of an older one: the likest first, each once.
pub(crate) fn successors(old: &[Sketch], new: &[&Sketch]) -> Vec<(EventRef, EventRef)> {
    let mut pairs = Vec::new();
    for a in old {
        for b in new {
            match diurna_incident::pair(a, b) {
                Some(join) => pairs.push((join.score, &a.at, &b.at)),
                None if a.root == b.root && a.at.event == b.at.event => pairs.push((0.0, &a.at, &b.at)),
                None => {}
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| (x.1, x.2).cmp(&(y.1, y.2))));
    let mut taken: BTreeSet<&EventRef> = BTreeSet::new();
    let mut out = Vec::new();
    for (_, from, to) in pairs {
        if !taken.contains(from) && !taken.contains(to) {
            taken.extend([from, to]);
            out.push((from.clone(), to.clone()));
        }
    }
    out
}

/// Fills the tables of events and incidents from the records: for a database that had none.
pub(crate) fn events_of_all(sql: Sql<'_>) -> Result<()> {
    let mut cache = Cache::default();
    let mut work = Work::default();
    let mut last = Timestamp::UNIX_EPOCH;
    for version in sql.all_versions()?.iter().filter(|v| v.current && !v.erased) {
        let Some(record) = cache::record(sql, version.id)? else { continue };
        last = last.max(version.added.parse().unwrap_or(last));
        let title = record.report.title.as_deref().unwrap_or("");
        sql.add_words(&[(version.id, title, &record.report.text)])?;
        let whole = Outlined::new(record);
        add_events(sql, &mut cache, version.id, &prepare::events(&whole)?, &mut work)?;
    }
    // No clock here: the migration says when the last report came.
    settle::settle(sql, &mut cache, work, &By { who: "diurna (new schema)", time: last })
}

/// Fills the index of keys from the sketches: for a database that had another.
pub(crate) fn keys_of_all(sql: Sql<'_>) -> Result<()> {
    let mut cache = Cache::default();
    for event in sql.all_events()? {
        let kept = prepare::kept(cache.sketch(sql, event)?.as_ref());
        sql.add_event_keys(&kept.into_iter().map(|k| (k, event)).collect::<Vec<_>>())?;
    }
    Ok(())
}

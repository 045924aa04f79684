//! What a person decides: these are one happening, or they are not.

use crate::cache::Cache;
use crate::look::place;
use crate::pack::{Digest, digest};
use crate::settle::{self, Work};
use crate::sql::{self, Sql, State};
use crate::{By, Error, Result, Store, log};
use diurna_core::incident::EventRef;
use diurna_incident::Decision;
use serde_json::json;

/// What became of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The incident of the first side now.
    pub a: u64,
    /// The incident of the second side now; the same id where they are one.
    pub b: u64,
}

/// One side of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
enum SideOf {
    Incident(i64),
    Event(EventRef),
}

impl Store {
    /// Keeps a person's decision about two sides, each the id of an incident or an event `REPORT#EVENT`, where REPORT is the id
    /// of a report or its beginning. No later run undoes it; a later decision about the same two does. "Same" holds all events
    /// of both together, as a merge on the review page does. "Not same" about an event and the incident that holds it takes the
    /// event out of it.
    ///
    /// # Errors
    /// Where a side is not there or is not clear, where other decisions hold the two together or apart, or where the
    /// database cannot be written.
    pub fn decide(&mut self, a: &str, b: &str, same: bool, by: &By<'_>) -> Result<Decided> {
        self.step(|sql, cache| {
            let (one, two) = (side(sql, a)?, side(sql, b)?);
            let (first, second) = (events(sql, &one)?, events(sql, &two)?);
            let (first, second) = match (&one, &two) {
                // Out of its own incident: the event on one side, all others on the other.
                (SideOf::Event(at), SideOf::Incident(_)) => {
                    (first, second.into_iter().filter(|e| e != at).collect())
                }
                (SideOf::Incident(_), SideOf::Event(at)) => {
                    (first.into_iter().filter(|e| e != at).collect(), second)
                }
                _ => (first, second),
            };
            if one == two || first.is_empty() || second.is_empty() {
                return Err(Error::new(
                    format!("{a} and {b}: there are no two to decide about"),
                    "give two incidents, or an incident and one of its events as REPORT#EVENT",
                ));
            }
            if same {
                for side in [&one, &two] {
                    if let Some(closed) =
                        incident_of(sql, side)?.map(|id| closed(sql, id)).transpose()?.flatten()
                    {
                        return Err(Error::new(closed, "reopen it on the review page first"));
                    }
                }
            }
            let sides = Sides {
                first: &first,
                second: &second,
                says: if same { Says::Same } else { Says::NotSame },
                bonds: &[],
                loose: &[],
                names: [a, b],
                incidents: [incident_of(sql, &one)?, incident_of(sql, &two)?],
            };
            let kept = match sides.says {
                Says::Same => join(sql, cache, &sides, by).map(|(decided, _)| decided),
                _ => keep(sql, cache, &sides, by),
            };
            kept.map_err(|(NotKept::Against(e) | NotKept::Failed(e))| e)
        })
    }
}

/// What is said of two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    Same,
    NotSame,
    /// "Not same" is taken back; the program judges again.
    Nothing,
}

/// Two sides and what is said of them.
pub(crate) struct Sides<'a> {
    pub(crate) first: &'a [EventRef],
    pub(crate) second: &'a [EventRef],
    pub(crate) says: Says,
    /// What is decided along with it.
    pub(crate) bonds: &'a [Decision],
    /// What was decided along with something that is taken back now.
    pub(crate) loose: &'a [Decision],
    /// What the sides are called.
    pub(crate) names: [&'a str; 2],
    pub(crate) incidents: [Option<i64>; 2],
}

/// Why a decision was not kept.
pub(crate) enum NotKept {
    /// Earlier decisions say otherwise.
    Against(Error),
    /// The database.
    Failed(Error),
}

impl From<Error> for NotKept {
    fn from(e: Error) -> Self {
        Self::Failed(e)
    }
}

/// Joins two sides: a person who joins two incidents joins all that they hold, whatever the program would part again. Gives the
/// bonds that hold each side together, as far as they are new. The bonds of `sides` itself are left out.
pub(crate) fn join(
    sql: Sql<'_>,
    cache: &mut Cache,
    sides: &Sides<'_>,
    by: &By<'_>,
) -> std::result::Result<(Decided, Vec<Decision>), NotKept> {
    let bonds = bonds(sql, &[sides.first, sides.second])?;
    let decided = keep(sql, cache, &Sides { bonds: &bonds, says: Says::Same, ..*sides }, by)?;
    Ok((decided, bonds))
}

/// The digest of all decisions. Lines of the log hold it, where no erasure of words reaches.
pub(crate) fn sealed(sql: Sql<'_>) -> Result<Digest> {
    let all = serde_json::to_vec(&sql.all_decisions()?).map_err(|e| Error::plain(e.to_string()))?;
    Ok(digest(&all))
}

/// What holds the events of each side together, as far as nobody has decided so before.
pub(crate) fn bonds(sql: Sql<'_>, sides: &[&[EventRef]]) -> Result<Vec<Decision>> {
    let mut bonds = Vec::new();
    for pair in sides.iter().flat_map(|side| side.windows(2)) {
        let (a, b) = if pair[0] <= pair[1] { (&pair[0], &pair[1]) } else { (&pair[1], &pair[0]) };
        let bond = Decision { a: a.clone(), b: b.clone(), same: true };
        if !sql.decisions_on(a)?.contains(&bond) {
            bonds.push(bond);
        }
    }
    Ok(bonds)
}

/// Keeps a decision about two sides, none of them empty, and settles what follows from it.
pub(crate) fn keep(
    sql: Sql<'_>,
    cache: &mut Cache,
    sides: &Sides<'_>,
    by: &By<'_>,
) -> std::result::Result<Decided, NotKept> {
    let Sides { first, second, says, names: [a, b], .. } = *sides;
    let mut work = Work { again: true, ..Work::default() };
    let mut decisions = match says {
        Says::Nothing => Vec::new(),
        _ => constraints(first, second, says == Says::Same),
    };
    // What was decided before about the same two is replaced.
    for d in sql.all_decisions()? {
        let across =
            first.contains(&d.a) && second.contains(&d.b) || first.contains(&d.b) && second.contains(&d.a);
        let gone = match says {
            Says::Same => !d.same,
            Says::NotSame => d.same,
            Says::Nothing => true,
        };
        if across && gone {
            sql.drop_decision(&d)?;
        }
    }
    for d in sides.loose {
        sql.drop_decision(d)?;
    }
    decisions.extend(sides.bonds.iter().cloned());
    for d in &decisions {
        sql.set_decision(d)?;
    }
    if let Some(against) = diurna_incident::contradiction(&sql.all_decisions()?) {
        return Err(NotKept::Against(Error::new(
            format!("{a} and {b}: other decisions say otherwise"),
            &format!("decide first about {} and {}", name(&against.a), name(&against.b)),
        )));
    }
    for at in first.iter().chain(second) {
        work.touched.extend(settle::event_of(sql, at)?);
    }
    for id in sides.incidents.iter().flatten() {
        work.touched.extend(sql.members(*id)?.into_iter().map(|(event, _)| event));
    }
    let same = match says {
        Says::Nothing => None,
        _ => Some(says == Says::Same),
    };
    log::write(
        sql,
        by,
        log::Says {
            what: "decision",
            incident: sides.incidents[0],
            other: sides.incidents[1],
            digest: Some(&sealed(sql)?),
            after: Some(json!({"same": same, "a": a, "b": b, "decisions": decisions})),
            ..log::Says::default()
        },
    )?;
    settle::settle(sql, cache, work, by)?;
    Ok(Decided { a: home(sql, first)?, b: home(sql, second)? })
}

/// The incident that holds the first of these events.
fn home(sql: Sql<'_>, events: &[EventRef]) -> Result<u64> {
    let at = events.first().ok_or_else(|| Error::plain("no event"))?;
    let event = settle::event_of(sql, at)?;
    let incident = event.map(|e| sql.place_of(e)).transpose()?.and_then(|s| s.incident);
    incident.map(sql::id).ok_or_else(|| Error::plain("an event has no incident"))
}

/// "Same" needs one bond between two sides, "not same" one between every two events.
fn constraints(first: &[EventRef], second: &[EventRef], same: bool) -> Vec<Decision> {
    let pairs = first.iter().flat_map(|a| second.iter().map(move |b| (a, b)));
    let all = pairs.filter(|(a, b)| a != b).map(|(a, b)| {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        Decision { a: a.clone(), b: b.clone(), same }
    });
    if same { all.take(1).collect() } else { all.collect() }
}

fn name(at: &EventRef) -> String {
    let short: String = at.report.chars().take("sha256:".len() + 12).collect();
    format!("{short}#{}", at.event)
}

/// Says so where a person has finished with an incident: others are joined with it only when it is open again.
pub(crate) fn closed(sql: Sql<'_>, incident: i64) -> Result<Option<String>> {
    let state = sql.review(incident)?.unwrap_or_default().state;
    Ok(state.is_closed().then(|| format!("incident {incident} is {state} already")))
}

fn incident_of(sql: Sql<'_>, side: &SideOf) -> Result<Option<i64>> {
    match side {
        SideOf::Incident(id) => Ok(Some(*id)),
        SideOf::Event(at) => {
            let event = settle::event_of(sql, at)?;
            Ok(event.map(|e| sql.place_of(e)).transpose()?.and_then(|s| s.incident))
        }
    }
}

fn events(sql: Sql<'_>, side: &SideOf) -> Result<Vec<EventRef>> {
    Ok(match side {
        SideOf::Incident(id) => sql.members(*id)?.into_iter().map(|(_, at)| at).collect(),
        SideOf::Event(at) => vec![at.clone()],
    })
}

fn side(sql: Sql<'_>, text: &str) -> Result<SideOf> {
    if let Ok(id) = text.parse::<u64>() {
        return match place(sql, id)? {
            Some((_, State::Open, id)) => Ok(SideOf::Incident(id)),
            Some(_) => Err(Error::new(
                format!("incident {id} has ended"),
                "`diurna incidents` lists those there are",
            )),
            None => Err(Error::new(format!("there is no incident {id}"), "`diurna incidents` lists them")),
        };
    }
    let hint = "write an event as REPORT#EVENT, such as sha256:3f2a…#e1: `diurna show` prints them";
    let Some((report, event)) = text.rsplit_once('#') else {
        return Err(Error::new(format!("{text:?} is neither an incident nor an event"), hint));
    };
    let mut found = Vec::new();
    for version in sql.versions_named(report)?.into_iter().filter(|v| v.current) {
        let at = EventRef { report: crate::pack::report_id(&version.raw), event: event.to_string() };
        if settle::event_of(sql, &at)?.is_some() {
            found.push(at);
        }
    }
    match (found.pop(), found.is_empty()) {
        (Some(at), true) => Ok(SideOf::Event(at)),
        (Some(_), false) => {
            Err(Error::new(format!("{text:?} fits several reports"), "give more of its digits"))
        }
        (None, _) => Err(Error::new(format!("there is no event {text:?}"), hint)),
    }
}

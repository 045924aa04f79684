//! What hangs from the events that a step has touched.

use crate::cache::Cache;
use crate::sql::{Sql, Standing};
use crate::{Error, Result, settle};
use diurna_core::incident::EventRef;
use diurna_incident::{Decision, Sketch};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Events that hang together, and what people decided about them.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) sketches: Vec<Arc<Sketch>>,
    pub(crate) decisions: BTreeSet<Decision>,
}

/// An event with what leads on from it.
struct Node {
    sketch: Arc<Sketch>,
    standing: Standing,
    /// Events that may be one with it, and those of which people said that they are.
    next: Vec<i64>,
    decisions: Vec<Decision>,
}

/// Everything that can be reached from some events: over edges, decisions of people, and the incidents that hold them.
#[derive(Default)]
pub(crate) struct Graph {
    nodes: HashMap<i64, Node>,
    /// The events of each incident that holds some of them, in the order of publication.
    members: BTreeMap<i64, Vec<(i64, EventRef)>>,
}

impl Graph {
    /// Reads it ring by ring: each holds what hangs from the one before and is asked for in few statements.
    ///
    /// Incidents of `apart` hold nothing together.
    pub(crate) fn read(
        sql: Sql<'_>,
        cache: &mut Cache,
        starts: &BTreeSet<i64>,
        apart: &BTreeMap<i64, Vec<EventRef>>,
    ) -> Result<Self> {
        let decided = sql.any_decision()?;
        let mut graph = Self::default();
        let mut ring: Vec<i64> = starts.iter().copied().collect();
        while !ring.is_empty() {
            graph.take(sql, cache, &ring, decided)?;
            let nodes: Vec<&Node> = ring.iter().filter_map(|event| graph.nodes.get(event)).collect();
            let holding: BTreeSet<i64> = nodes.iter().filter_map(|node| node.standing.incident).collect();
            let unknown = |id: &i64| !apart.contains_key(id) && !graph.members.contains_key(id);
            let holding: Vec<i64> = holding.into_iter().filter(unknown).collect();
            let members = sql.members_of(&holding)?;
            let held = members.values().flatten().map(|(event, _)| *event);
            let found: BTreeSet<i64> = nodes.iter().flat_map(|node| node.next.clone()).chain(held).collect();
            ring = found.into_iter().filter(|event| !graph.nodes.contains_key(event)).collect();
            graph.members.extend(members);
        }
        Ok(graph)
    }

    /// Reads the events of a ring.
    fn take(&mut self, sql: Sql<'_>, cache: &mut Cache, ring: &[i64], decided: bool) -> Result<()> {
        cache.fetch(sql, ring.iter().copied())?;
        let standings = sql.places_of(ring)?;
        let mut neighbours = sql.neighbours_of(ring)?;
        for event in ring {
            let sketch = cache.sketch(sql, *event)?;
            let Some(standing) = standings.get(event).copied() else {
                return Err(Error::damaged(format!("event {event} is missing")));
            };
            let mut next = neighbours.remove(event).unwrap_or_default();
            let decisions = if decided { sql.decisions_on(&sketch.at)? } else { Vec::new() };
            for d in decisions.iter().filter(|d| d.same) {
                next.extend(settle::event_of(sql, if d.a == sketch.at { &d.b } else { &d.a })?);
            }
            self.nodes.insert(*event, Node { sketch, standing, next, decisions });
        }
        Ok(())
    }

    /// Its parts: one for each start that no part before holds.
    pub(crate) fn parts(&self, starts: &BTreeSet<i64>) -> Vec<Part> {
        let (mut done, mut incidents) = (HashSet::new(), HashSet::new());
        let mut parts = Vec::new();
        for start in starts {
            if !done.insert(*start) {
                continue;
            }
            let (mut part, mut open) = (Part::default(), vec![*start]);
            while let Some(event) = open.pop() {
                let Some(node) = self.nodes.get(&event) else { continue };
                part.decisions.extend(node.decisions.iter().cloned());
                part.sketches.push(Arc::clone(&node.sketch));
                // The first event of an incident brings all others.
                let incident = node.standing.incident.filter(|incident| incidents.insert(*incident));
                let held = incident.and_then(|incident| self.members.get(&incident)).into_iter().flatten();
                let next = node.next.iter().copied().chain(held.map(|(event, _)| *event));
                open.extend(next.filter(|event| done.insert(*event)));
            }
            parts.push(part);
        }
        parts
    }

    /// The incidents that hold some of its events, each with all that it holds.
    pub(crate) fn members(&self) -> impl Iterator<Item = (i64, Vec<EventRef>)> {
        self.members.iter().map(|(id, events)| (*id, events.iter().map(|(_, at)| at.clone()).collect()))
    }

    /// Where each of its events stands.
    pub(crate) fn standings(&self) -> HashMap<EventRef, Standing> {
        self.nodes.values().map(|node| (node.sketch.at.clone(), node.standing)).collect()
    }
}

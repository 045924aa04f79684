//! The steps from a reading to a record.

use crate::claims;
use crate::cluster::{self, Cluster};
use crate::discourse;
use crate::fields::{self, Fields};
use crate::input::Input;
use crate::parties::Cast;
use crate::record;
use diurna_core::LinkKind;
use diurna_core::record::Record;

/// Events below this score are not written down.
const LEAST_SCORE: f32 = 0.5;

/// Makes the record of one report.
#[must_use]
pub fn assemble(input: &Input<'_>) -> Record {
    let mut cast = Cast::new(input.document, input.actor_list, input.actors, &input.reading.attributions);
    let fields: Vec<Fields> =
        (0..input.reading.triggers.len()).map(|i| fields::of(input, &mut cast, i)).collect();
    let mut clusters = cluster::cluster(input, &cast.actors, fields);
    clusters.retain(|c| c.score >= LEAST_SCORE);
    for c in &mut clusters {
        two_sided(c);
    }
    discourse::settle(input, &mut clusters);
    let claims = claims::resolve(input, &cast, &clusters);
    let answers = links(input, &clusters);
    record::write(input, &cast, &clusters, &claims, &answers)
}

/// Both sides of a clash or a talk act and are acted on.
fn two_sided(c: &mut Cluster) {
    use diurna_core::{Mode, Root};
    let two = matches!(c.root, Root::Consult) || c.mode == Some(Mode::ArmedClash);
    if !two {
        return;
    }
    let (agents, targets) = (c.fields.agents.clone(), c.fields.targets.clone());
    for p in targets {
        fields::add(&mut c.fields.agents, p);
    }
    for p in agents {
        fields::add(&mut c.fields.targets, p);
    }
}

/// Pairs of clusters of which the first answers the second.
fn links(input: &Input<'_>, clusters: &[Cluster]) -> Vec<(usize, usize)> {
    let of = |t: usize| clusters.iter().position(|c| c.triggers.contains(&t));
    let mut out: Vec<(usize, usize)> = input
        .reading
        .links
        .iter()
        .filter(|l| l.kind == LinkKind::RespondsTo)
        .filter_map(|l| Some((of(l.from)?, of(l.to)?)))
        .filter(|(a, b)| a != b)
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

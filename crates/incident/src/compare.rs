//! What two events have in common, field by field.

use crate::build::days_between;
use crate::score::{Finding, found};
use crate::sketch::{Count, Name, Sketch, Spot};
use diurna_core::codebook::{ActorKind, HarmKind, Mode, Root};
use diurna_core::geo::distance_km;
use diurna_core::incident::Reason;
use diurna_core::resolved::Precision;
use jiff::civil::Date;

/// Days after which no report opens with a happening without dating it.
const STALE: i32 = 30;
/// Kilometres from which two towns exclude each other.
pub(crate) const APART: f64 = 60.0;
/// The same for two regions.
const REGIONS_APART: f64 = 400.0;

/// Bits of the kinds of happening that an event may be. Launches of missiles are read as attacks or as shows of force.
pub(crate) fn kinds(s: &Sketch) -> u32 {
    let own = 1 << (s.root as u32);
    let launch = 1 << 30;
    match (s.root, s.mode) {
        (Root::Assault, Some(Mode::MissileRocket)) => own | launch,
        (Root::Mobilize, Some(Mode::Other) | None) if !s.instruments.is_empty() => own | launch,
        (Root::Assault, Some(Mode::Kidnapping)) | (Root::Coerce, Some(Mode::Kidnapping)) => own | 1 << 29,
        (Root::Protest, Some(Mode::Blockade)) | (Root::Coerce, Some(Mode::Blockade)) => own | 1 << 28,
        _ => own,
    }
}

fn is_launch(s: &Sketch) -> bool {
    kinds(s) & (1 << 30) != 0
}

/// Days: the outer `None` forbids.
pub(crate) fn time(a: &Sketch, b: &Sketch) -> Option<Finding> {
    let finding = match (a.days, b.days) {
        (Some(x), Some(y)) if a.dated && b.dated => return dated(a, b, x, y),
        (Some(x), Some(y)) if a.dated || b.dated => {
            let apart = gap(x, y);
            match apart {
                0 => found(0.9, "one has a day, and the other came out in the days after it"),
                1 | 2 => found(-0.4, format!("the other came out {apart} days too early or late")),
                3..=7 => found(-1.2, format!("the other came out {apart} days too early or late")),
                n if n > STALE => return None,
                _ => found(-3.0, format!("days of the one and publication of the other {apart} days apart")),
            }
        }
        (Some(_), Some(_)) => {
            let apart = a.published.zip(b.published).map_or(99, |(p, q)| days_between(p, q).abs());
            match apart {
                0 | 1 => found(1.1, "neither has a day; published within a day"),
                2 | 3 => found(0.5, format!("neither has a day; published {apart} days apart")),
                4..=7 => found(-0.6, format!("neither has a day; published {apart} days apart")),
                n if n > STALE => return None,
                _ => found(-3.0, format!("neither has a day; published {apart} days apart")),
            }
        }
        (Some(x), None) => undated(x, a, b),
        (None, Some(y)) => undated(y, b, a),
        (None, None) => found(-0.2, "neither has a day"),
    };
    Some(finding)
}

/// One event has days, the other may have been at any time before its report.
fn undated(days: (Date, Date), dated: &Sketch, other: &Sketch) -> Finding {
    match other.published {
        Some(p) if days_between(p, days.0) > 1 => found(-3.0, "the other's report is older than the event"),
        // News tells what is new; what is older comes with its date.
        Some(p) if days_between(days.1, p) <= 3 => {
            found(0.3, "one has no day, its report came out in the days after")
        }
        Some(_) if !dated.background && !other.background => {
            found(-0.8, "one has no day, its report came out later")
        }
        _ => found(-0.2, "one has no day"),
    }
}

fn dated(a: &Sketch, b: &Sketch, x: (Date, Date), y: (Date, Date)) -> Option<Finding> {
    let plain = overlap(x, y);
    // A bare weekday may mean the day a week later.
    let later = [
        (a.later.map(|d| (d, d)), Some(y)),
        (Some(x), b.later.map(|d| (d, d))),
        (a.later.map(|d| (d, d)), b.later.map(|d| (d, d))),
    ];
    let best =
        later.into_iter().filter_map(|(x, y)| Some(overlap(x?, y?))).map(|(w, words)| (w - 0.3, words));
    let (weight, words) = best.fold(plain, |best, next| if next.0 > best.0 { next } else { best });
    (weight > FORBIDDEN).then(|| found(weight, words))
}

/// Under this weight days forbid a join.
const FORBIDDEN: f64 = -3.5;

fn overlap(x: (Date, Date), y: (Date, Date)) -> (f64, String) {
    let longer = days_between(x.0, x.1).max(days_between(y.0, y.1));
    match gap(x, y) {
        0 if longer <= 1 => (2.0, "same day".into()),
        0 if longer <= 8 => (1.0, "days within the same week".into()),
        0 if longer <= 31 => (0.4, "days within the same month".into()),
        0 => (0.1, "days overlap over more than a month".into()),
        1 => (-0.7, "1 day apart".into()),
        2 => (-3.4, "2 days apart".into()),
        n => (-9.0, format!("{n} days apart")),
    }
}

/// Days between two intervals; 0 where they overlap.
fn gap(x: (Date, Date), y: (Date, Date)) -> i32 {
    days_between(x.1, y.0).max(days_between(y.1, x.0)).max(0)
}

/// Places: the outer `None` forbids.
pub(crate) fn place(a: &Sketch, b: &Sketch) -> Option<Finding> {
    let (Some(p), Some(q)) = (&a.spot, &b.spot) else { return Some(unplaced(a, b)) };
    match compare(p, q) {
        Some((weight, words)) => {
            // A town named beside a mere country is closer.
            let coarse =
                weight < 1.0 && (p.precision >= Precision::Province || q.precision >= Precision::Province);
            match beside(a, b) {
                Some(near) if coarse => Some(found(weight + 0.8, near)),
                _ => Some(found(weight, words)),
            }
        }
        // Where a missile is launched and where it flies are both its place.
        None if is_launch(a) && is_launch(b) => Some(None),
        None => beside(a, b).map(|near| found(0.4, near)),
    }
}

/// One is not placed, or both.
fn unplaced(a: &Sketch, b: &Sketch) -> Finding {
    if let Some(near) = beside(a, b) {
        return found(1.2, near);
    }
    // The town of a report is no place of a sanction or a talk.
    if matches!(a.root, Root::Sanction | Root::Consult | Root::Cooperate | Root::Aid | Root::Yield) {
        return None;
    }
    let first = |s: &'_ Sketch| s.spot.clone().or_else(|| s.near.first().cloned());
    match (first(a), first(b)) {
        (Some(p), Some(q)) => match compare(&p, &q) {
            Some((weight, words)) => found(weight.min(0.5), words),
            None if is_launch(a) && is_launch(b) => {
                found(-0.3, format!("told beside {} and {}", p.name, q.name))
            }
            None => found(-0.4, format!("told beside {} and {}", p.name, q.name)),
        },
        _ => found(-0.3, "a place is missing"),
    }
}

/// A place of the one stands in the sentences of the other, within 15 km.
fn beside(a: &Sketch, b: &Sketch) -> Option<String> {
    let fine = |s: &&Spot| s.precision < Precision::Province;
    let all = |s: &'_ Sketch| s.spot.iter().chain(&s.near).filter(fine).cloned().collect::<Vec<_>>();
    let (mine, theirs) = (all(a), all(b));
    let close = |p: &Spot, q: &Spot| km(p, q).is_some_and(|km| km <= 15.0);
    let hit = mine.iter().find(|p| theirs.iter().any(|q| close(p, q)))?;
    Some(format!("both name {}", hit.name))
}

fn km(p: &Spot, q: &Spot) -> Option<f64> {
    let ((a, b), (c, d)) = (p.point?, q.point?);
    Some(distance_km(a, b, c, d))
}

/// Weight and words of two places; `None` where they exclude each other.
fn compare(p: &Spot, q: &Spot) -> Option<(f64, String)> {
    let same_country = match (&p.country, &q.country) {
        (Some(x), Some(y)) => x == y,
        _ => false,
    };
    let coarsest = p.precision.max(q.precision);
    let km = km(p, q);
    if coarsest < Precision::Province {
        let km = km?;
        let words = if km < 0.5 { format!("same place, {}", p.name) } else { format!("{km:.0} km apart") };
        return match km {
            x if x <= 3.0 => Some((2.4, words)),
            x if x <= 15.0 => Some((2.0, words)),
            x if x <= 30.0 => Some((1.2, words)),
            x if x <= APART => Some((0.2, words)),
            _ => None,
        };
    }
    if coarsest == Precision::Province {
        let both = p.precision == q.precision;
        return match km {
            Some(x) if both && x < 1.0 => Some((1.3, format!("same region, {}", p.name))),
            Some(x) if same_country && p.admin1.is_some() && p.admin1 == q.admin1 => {
                Some((1.1, format!("same region, {x:.0} km apart")))
            }
            Some(x) if same_country && x <= REGIONS_APART => {
                Some((0.3, format!("same country, {x:.0} km apart")))
            }
            _ => None,
        };
    }
    if same_country {
        return Some((0.5, format!("same country, {}", p.country.as_deref().unwrap_or_default())));
    }
    None
}

/// How it was done.
pub(crate) fn mode(a: &Sketch, b: &Sketch) -> Finding {
    let (Some(x), Some(y)) = (a.mode, b.mode) else { return None };
    if x == y {
        return if x == Mode::Other { found(0.3, "same kind") } else { found(0.6, format!("both {x}")) };
    }
    if x == Mode::Other || y == Mode::Other {
        return None;
    }
    let family = |m: Mode| match m {
        Mode::Bombing | Mode::CarBomb | Mode::Suicide => 1,
        Mode::MissileRocket | Mode::Artillery | Mode::Aerial => 2,
        Mode::Firearms | Mode::ArmedClash => 3,
        Mode::Stabbing | Mode::Beating => 4,
        Mode::Demonstration | Mode::Riot => 5,
        other => 10 + other as u32,
    };
    if x.is_by_vehicle() && y.is_by_vehicle() || family(x) == family(y) {
        found(0.3, format!("{x} and {y}"))
    } else {
        found(-1.1, format!("{x} and {y}"))
    }
}

/// Who, and to whom.
pub(crate) fn parties(a: &Sketch, b: &Sketch) -> Vec<Reason> {
    let mutual = matches!(a.root, Root::Consult | Root::Agree | Root::Cooperate)
        || a.mode == Some(Mode::ArmedClash)
        || b.mode == Some(Mode::ArmedClash);
    let mut out = Vec::new();
    if mutual {
        let both = |s: &Sketch| s.agents.iter().chain(&s.targets).cloned().collect::<Vec<_>>();
        out.extend(side(&both(a), &both(b), "both name", 1.2));
    } else {
        out.extend(side(&a.agents, &b.agents, "same agent", 1.0));
        out.extend(side(&a.targets, &b.targets, "same target", 1.0));
    }
    out
}

fn side(x: &[Name], y: &[Name], words: &str, full: f64) -> Finding {
    let mut best: Option<(f64, &str)> = None;
    for p in x {
        for q in y {
            let weight = full * alike(p, q);
            if weight > best.map_or(0.0, |b| b.0) {
                best = Some((weight, &p.name));
            }
        }
    }
    if let Some((weight, name)) = best {
        return found(weight, format!("{words}: {name}"));
    }
    // Two armed groups that are both named: another happening, or another account of who it was.
    let armed = |s: &[Name]| {
        s.iter().any(|n| n.named && matches!(n.kind, ActorKind::ArmedGroup | ActorKind::Military))
    };
    if armed(x) && armed(y) {
        return found(-0.9, "other forces named");
    }
    if unlike(x, y) {
        return found(-0.9, "other people for a side");
    }
    let telling = |s: &[Name]| s.iter().any(|n| !n.stems.is_empty());
    if telling(x) && telling(y) { found(-0.2, "other words for a side") } else { None }
}

/// How much it says that two sides bear like names, 0-1.
fn alike(p: &Name, q: &Name) -> f64 {
    let shared = |x: &[u32], y: &[u32]| x.iter().any(|h| y.binary_search(h).is_ok());
    let same = p.key == q.key || (p.named && q.named && shared(&p.aliases, &q.aliases));
    if same && p.named && q.named {
        return if p.kind == ActorKind::State { 0.5 } else { 1.0 };
    }
    // "militants" may be the Taliban, "troops" the army.
    if p.kind == q.kind && p.named != q.named && matches!(p.kind, ActorKind::ArmedGroup | ActorKind::Military)
    {
        return 0.15;
    }
    if shared(&p.stems, &q.stems) { 0.6 } else { 0.0 }
}

/// With what.
pub(crate) fn instruments(a: &Sketch, b: &Sketch) -> Finding {
    if a.instruments.is_empty() || b.instruments.is_empty() {
        return None;
    }
    if a.instruments.iter().any(|h| b.instruments.binary_search(h).is_ok()) {
        found(0.6, "same means")
    } else {
        found(-0.3, "other means")
    }
}

/// Every number of persons harmed in that way.
fn counts(s: &Sketch, kind: HarmKind) -> Vec<Count> {
    s.counts.iter().filter(|c| c.kind == kind).copied().collect()
}

/// Another number of dead on another day, or of other people: each alone may be an error, both together tell of another
/// happening.
pub(crate) fn other_dead(a: &Sketch, b: &Sketch) -> Finding {
    let (x, y) = (counts(a, HarmKind::Killed), counts(b, HarmKind::Killed));
    let under = |p: &Count, q: &Count| p.high.is_some_and(|h| h < q.low);
    let at_odds = |p: &Count| y.iter().all(|q| under(p, q) || under(q, p));
    if x.is_empty() || y.is_empty() || !x.iter().all(at_odds) {
        return None;
    }
    let one = |s: &Sketch| s.days.filter(|(from, to)| s.dated && from == to);
    let later = |s: &Sketch, t: &Sketch| s.later.is_some_and(|d| one(t) == Some((d, d)));
    let another_day = one(a).zip(one(b)).is_some_and(|(p, q)| gap(p, q) > 0) && !later(a, b) && !later(b, a);
    if another_day {
        return found(-2.2, "another number of dead on another day");
    }
    if unlike(&a.targets, &b.targets) { found(-2.2, "another number of other dead") } else { None }
}

/// Soldiers are no schoolchildren: one list holds only people who bear arms, the other none.
fn unlike(x: &[Name], y: &[Name]) -> bool {
    let bears_arms =
        |n: &Name| matches!(n.kind, ActorKind::ArmedGroup | ActorKind::Military | ActorKind::Police);
    let plain = |n: &Name| matches!(n.kind, ActorKind::Civilians | ActorKind::Person) && !n.stems.is_empty();
    let all = |s: &[Name], of: &dyn Fn(&Name) -> bool| !s.is_empty() && s.iter().all(of);
    all(x, &bears_arms) && all(y, &plain) || all(x, &plain) && all(y, &bears_arms)
}

/// Dead and wounded. Counts rise in the days after, so a difference counts less than agreement.
pub(crate) fn harm(a: &Sketch, b: &Sketch) -> Vec<Reason> {
    let of = |kind: HarmKind| {
        let (x, y) = (counts(a, kind), counts(b, kind));
        let best = x.iter().flat_map(|p| y.iter().map(move |q| toll(*p, *q)));
        let (weight, words) = best.max_by(|p, q| p.0.total_cmp(&q.0).then_with(|| p.1.cmp(&q.1)))?;
        let share = if kind == HarmKind::Killed { 1.0 } else { 0.6 };
        Some(Reason { words: format!("{words} {kind}"), weight: weight * share })
    };
    HarmKind::ALL.iter().filter_map(|k| of(*k)).collect()
}

fn toll(p: Count, q: Count) -> (f64, String) {
    let (low, high) = if (p.low, p.high) <= (q.low, q.high) { (p, q) } else { (q, p) };
    let show = |c: Count| match c.high {
        Some(h) if h == c.low => h.to_string(),
        Some(h) => format!("{}–{h}", c.low),
        None => format!("{} or more", c.low),
    };
    if low == high {
        let weight = match low.low {
            0 => 0.2,
            1 | 2 => 0.4,
            3..=9 => 1.0,
            // Few happenings have 84 dead; many have 20.
            n if n > 20 && n % 10 != 0 => 2.2,
            _ => 1.6,
        };
        return (weight, format!("both say {}", show(low)));
    }
    let words = format!("{} against {}", show(low), show(high));
    if low.low == high.low && low.low >= 10 {
        return (1.3, words);
    }
    let top = |c: Count| c.high.unwrap_or(c.low.saturating_mul(2));
    if top(low) >= high.low && low.low > 0 {
        return (0.5, words);
    }
    let from = f64::from(top(low).max(1));
    let ratio = f64::from(high.low.max(1)) / from;
    let weight = match ratio {
        r if r <= 1.35 => 0.2,
        r if r <= 2.0 => -0.3,
        r if r <= 4.0 => -0.9,
        _ if top(low) <= 2 => -1.2,
        _ => -1.8,
    };
    (weight, words)
}

/// Words and names around the triggers.
pub(crate) fn wording(a: &Sketch, b: &Sketch) -> Vec<Reason> {
    let mut out = Vec::new();
    if let Some(share) = cosine(&a.words, &b.words) {
        let weight = (6.0 * (share - 0.12)).clamp(-0.8, 2.4);
        out.push(Reason { words: format!("{:.0} % of telling words shared", share * 100.0), weight });
    }
    let names = common(&a.names, &b.names);
    if names > 0 {
        let words = format!("{names} name{} shared", if names == 1 { "" } else { "s" });
        out.push(Reason { words, weight: (0.6 * names as f64).min(1.8) });
    }
    out
}

/// Words of titles and first sentences.
pub(crate) fn heads(a: &Sketch, b: &Sketch) -> Finding {
    let share = cosine(&a.head, &b.head)?;
    found(
        (5.0 * (share - 0.15)).clamp(-0.4, 1.2),
        format!("{:.0} % of the words of both heads shared", share * 100.0),
    )
}

fn common(x: &[u32], y: &[u32]) -> usize {
    x.iter().filter(|h| y.binary_search(h).is_ok()).count()
}

/// Shared words over the geometric mean of both; `None` where one has too few to tell.
fn cosine(x: &[u32], y: &[u32]) -> Option<f64> {
    let least = x.len().min(y.len());
    (least >= 4).then(|| common(x, y) as f64 / ((x.len() * y.len()) as f64).sqrt())
}

/// Two statements: one speaker, one day, like words.
pub(crate) fn said(a: &Sketch, b: &Sketch, start: f64) -> Option<Vec<Reason>> {
    let mut out = vec![Reason { words: "one of many statements".into(), weight: start }];
    if a.root != b.root {
        return None;
    }
    let (x, y) = (a.days.or(window(a)), b.days.or(window(b)));
    match x.zip(y).map(|(x, y)| gap(x, y)) {
        Some(0) => out.push(Reason { words: "same days".into(), weight: 1.2 }),
        Some(1) => out.push(Reason { words: "1 day apart".into(), weight: 0.2 }),
        Some(_) => return None,
        None => {}
    }
    let speaker = side(&a.agents, &b.agents, "same speaker", 2.0);
    let words = cosine(&a.words, &b.words);
    // Without a speaker only a copy can be known again.
    if speaker.as_ref().is_none_or(|s| s.weight < 0.9) && words.is_none_or(|w| w < 0.5) {
        return None;
    }
    out.extend(speaker);
    out.extend(side(&a.targets, &b.targets, "same target", 0.8));
    out.extend(words.map(|words| Reason {
        words: format!("{:.0} % of telling words shared", words * 100.0),
        weight: (9.0 * (words - 0.12)).clamp(-1.0, 3.6),
    }));
    out.extend(wording(a, b).into_iter().filter(|r| r.words.contains("name")));
    Some(out)
}

/// What is said without a day was said shortly before publication.
fn window(s: &Sketch) -> Option<(Date, Date)> {
    s.published.map(|p| (crate::build::plus(p, -3), p))
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;

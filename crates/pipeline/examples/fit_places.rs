//! Fits the weights of the ranker of places, and tells by cross-validation over documents how good they are.
//!
//! usage: fit_places [--folds N] [--ridge R] [--out FILE] [--misses] SET...
//!
//! A set is a folder with documents.jsonl (doc, text, date) and gold.jsonl (doc, start, end, lat, lon, geonameid).
//! Conditional logit: the right reading of a name, or none, against all others; what a report says of a reading is
//! weighed anew with each round of weights. The ridge draws weights to those of data/places/ranker.tsv.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use diurna_actor::{Actors, Lexicon};
use diurna_core::{Document, Offsets, TextSpan};
use diurna_gazetteer::{Gazetteer, PlaceId};
use diurna_place::{Context, FEATURES, Sight, Weights};
use diurna_text::Analyzer;
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

const NEAR: f64 = 161.0;

struct Gold {
    geonames: Option<u32>,
    at: Option<(f64, f64)>,
}

struct Text {
    set: usize,
    document: Document,
    actors: Actors,
    given: Vec<TextSpan>,
    gold: Vec<Gold>,
}

/// One name: features of its readings and of none, and which are right (the last is none).
struct Case {
    text: usize,
    places: Vec<PlaceId>,
    rows: Vec<[f32; FEATURES]>,
    right: Vec<bool>,
    id: Vec<bool>,
    scored: bool,
    given: bool,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let (mut folds, mut ridge, mut out, mut sets) = (0usize, 0.02f32, None, Vec::new());
    let mut misses = false;
    while let Some(a) = args.next() {
        match a.as_str() {
            "--folds" => folds = args.next().unwrap().parse().unwrap(),
            "--ridge" => ridge = args.next().unwrap().parse().unwrap(),
            "--out" => out = args.next(),
            "--misses" => misses = true,
            _ => sets.push(a),
        }
    }
    let gazetteer = Gazetteer::embedded();
    let texts = load(&sets);
    let base = Weights::default();
    let began = std::time::Instant::now();
    let all = cases(gazetteer, &texts, &base);
    println!("{} names in {:.2} s", all.len(), began.elapsed().as_secs_f64());
    report("shipped", gazetteer, &texts, &all, &base, &sets, misses);
    if folds > 1 {
        let mut held: Vec<Case> = Vec::new();
        let mut of_fold = Vec::new();
        for fold in 0..folds {
            let weights = fit(gazetteer, &texts, &base, ridge, |t| t % folds != fold);
            for c in cases(gazetteer, &texts, &weights) {
                if c.text % folds == fold {
                    held.push(c);
                    of_fold.push(weights.clone());
                }
            }
        }
        summary("cross-validated", &texts, &held, |i| &of_fold[i], &sets);
    }
    if let Some(out) = out {
        let weights = fit(gazetteer, &texts, &base, ridge, |_| true);
        let all = cases(gazetteer, &texts, &weights);
        report("fitted on all", gazetteer, &texts, &all, &weights, &sets, false);
        let rows: String = weights.rows().map(|(name, w)| format!("{name}\t{w:.3}\n")).collect();
        std::fs::write(out, rows).unwrap();
    }
}

fn load(sets: &[String]) -> Vec<Text> {
    let (analyzer, lexicon) = (Analyzer::new(), Lexicon::new());
    let lines = |path: &Path| -> Vec<Value> {
        let text = std::fs::read_to_string(path).unwrap();
        text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let mut out = Vec::new();
    for (set, folder) in sets.iter().enumerate() {
        let mut gold: HashMap<String, Vec<Value>> = HashMap::new();
        for g in lines(&Path::new(folder).join("gold.jsonl")) {
            gold.entry(g["doc"].as_str().unwrap().into()).or_default().push(g);
        }
        for d in lines(&Path::new(folder).join("documents.jsonl")) {
            let text = d["text"].as_str().unwrap();
            let document = analyzer.analyze(diurna_text::plain_report(text));
            let actors = diurna_actor::find(&document, &lexicon);
            let offsets = Offsets::new(&document.report.text);
            let mut rows = gold.remove(d["doc"].as_str().unwrap()).unwrap_or_default();
            rows.retain(|g| g["end"].as_u64() > g["start"].as_u64());
            let given: Vec<TextSpan> = rows
                .iter()
                .map(|g| {
                    offsets
                        .text_span(g["start"].as_u64().unwrap() as usize, g["end"].as_u64().unwrap() as usize)
                })
                .collect();
            let gold = rows
                .iter()
                .map(|g| Gold {
                    geonames: g["geonameid"].as_str().and_then(|s| s.parse().ok()),
                    at: g["lat"].as_f64().zip(g["lon"].as_f64()),
                })
                .collect();
            let document = Document { report: Arc::clone(&document.report), ..document };
            out.push(Text { set, document, actors, given, gold });
        }
    }
    out
}

fn cases(gazetteer: &Gazetteer, texts: &[Text], weights: &Weights) -> Vec<Case> {
    let mut out = Vec::new();
    for (text, t) in texts.iter().enumerate() {
        let countries = t.actors.countries();
        let context = Context { names: &t.actors.names, demonyms: &t.actors.demonyms, countries: &countries };
        let sights = diurna_place::sights(&t.document, gazetteer, context, &t.given, weights);
        out.extend(sights.iter().zip(&t.gold).map(|(s, g)| case(gazetteer, text, s, g, true)));
        // What the finder alone would find: right where it is a name of the gold, and no place otherwise.
        for s in diurna_place::sights(&t.document, gazetteer, context, &[], weights) {
            let none = Gold { geonames: None, at: None };
            let gold =
                t.given.iter().zip(&t.gold).find(|(span, _)| **span == s.span).map_or(&none, |(_, g)| g);
            let known = gold.at.is_some() || !t.given.contains(&s.span);
            if known && (gold.at.is_some() || !t.given.iter().any(|g| g.overlaps(s.span))) {
                out.push(case(gazetteer, text, &s, gold, false));
            }
        }
    }
    out
}

fn case(gazetteer: &Gazetteer, text: usize, s: &Sight, g: &Gold, given: bool) -> Case {
    let places: Vec<PlaceId> = s.candidates.iter().map(|c| c.0).collect();
    let id: Vec<bool> = places
        .iter()
        .map(|p| g.geonames.is_some() && gazetteer.get(*p).unwrap().geonames() == g.geonames)
        .collect();
    let near =
        |p: &PlaceId| g.at.is_some_and(|(lat, lon)| gazetteer.get(*p).unwrap().distance_km(lat, lon) <= NEAR);
    let mut right: Vec<bool> =
        if id.contains(&true) { id.clone() } else { places.iter().map(near).collect() };
    right.push(!right.contains(&true));
    let mut rows: Vec<_> = s.candidates.iter().map(|c| c.1).collect();
    rows.push(s.none);
    Case { text, places, rows, right, id, scored: given && g.at.is_some(), given }
}

fn softmax(rows: &[[f32; FEATURES]], w: &[f32; FEATURES]) -> Vec<f32> {
    let scores: Vec<f32> = rows.iter().map(|r| r.iter().zip(w).map(|(a, b)| a * b).sum()).collect();
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let e: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
    let sum: f32 = e.iter().sum();
    e.iter().map(|x| x / sum).collect()
}

/// Fits by Adam on the whole set; the report is weighed anew three times.
fn fit(
    gazetteer: &Gazetteer,
    texts: &[Text],
    base: &Weights,
    ridge: f32,
    keep: impl Fn(usize) -> bool,
) -> Weights {
    let mut weights = base.clone();
    for _ in 0..2 {
        let mut train = cases(gazetteer, texts, &weights);
        train.retain(|c| keep(c.text));
        // Each set counts the same, each name of a report less the more there are.
        let mut size: HashMap<usize, f32> = HashMap::new();
        for c in &train {
            *size.entry(texts[c.text].set).or_default() += 1.0;
        }
        let (mut m, mut v) = ([0.0f32; FEATURES], [0.0f32; FEATURES]);
        for step in 1..=300 {
            let mut g = [0.0f32; FEATURES];
            for c in &train {
                let weight = 1.0 / size[&texts[c.text].set];
                let p = softmax(&c.rows, &weights.0);
                let of_right: f32 =
                    p.iter().zip(&c.right).filter(|(_, r)| **r).map(|(p, _)| p).sum::<f32>().max(1e-9);
                for ((row, p), right) in c.rows.iter().zip(&p).zip(&c.right) {
                    let target = if *right { p / of_right } else { 0.0 };
                    let d = weight * (p - target);
                    if d.abs() > 1e-9 {
                        row.iter().zip(&mut g).for_each(|(x, g)| *g += d * x);
                    }
                }
            }
            let rate = 0.08 * (1.0 - step as f32 / 330.0);
            for f in 0..FEATURES {
                let grad = g[f] + ridge * 0.01 * (weights.0[f] - base.0[f]);
                m[f] = 0.9 * m[f] + 0.1 * grad;
                v[f] = 0.99 * v[f] + 0.01 * grad * grad;
                let (a, b) = (m[f] / (1.0 - 0.9f32.powi(step)), v[f] / (1.0 - 0.99f32.powi(step)));
                weights.0[f] -= rate * a / (b.sqrt() + 1e-6);
            }
        }
    }
    weights
}

fn summary<'w>(
    title: &str,
    texts: &[Text],
    cases: &[Case],
    weights: impl Fn(usize) -> &'w Weights,
    sets: &[String],
) {
    for (set, name) in sets.iter().enumerate() {
        let (mut n, mut id, mut near, mut oracle, mut loss) = (0, 0, 0, 0, 0.0f64);
        for (i, c) in cases.iter().enumerate().filter(|(_, c)| c.scored && texts[c.text].set == set) {
            n += 1;
            let p = softmax(&c.rows, &weights(i).0);
            let none = c.places.len();
            oracle += usize::from(!c.right[none]);
            let best = (0..none).max_by(|a, b| p[*a].total_cmp(&p[*b]));
            if let Some(best) = best.filter(|_| p[none] <= 0.7) {
                id += usize::from(c.id[best]);
                near += usize::from(c.right[best] || c.id.contains(&true) && is_near(c, best));
            }
            let of_right: f32 = p.iter().zip(&c.right).filter(|(_, r)| **r).map(|(p, _)| p).sum();
            loss -= f64::from(of_right.max(1e-6)).ln();
        }
        let share = |x: usize| x as f64 / n as f64;
        let (mut kept, mut kept_right, mut dropped_right) = (0, 0, 0);
        for (i, c) in cases.iter().enumerate().filter(|(_, c)| !c.given && texts[c.text].set == set) {
            let p = softmax(&c.rows, &weights(i).0);
            let none = c.places.len();
            let place = !c.right[none];
            if p[none] <= 0.5 {
                kept += 1;
                kept_right += usize::from(place);
            } else {
                dropped_right += usize::from(place);
            }
        }
        println!("  found: kept {kept}, of these places {kept_right}; places left out {dropped_right}");
        println!(
            "{title:16} {:10} n {n} id {:.4} id-or-161 {:.4} oracle {:.4} loss {:.4}",
            name.rsplit('/').next().unwrap(),
            share(id),
            share(near),
            share(oracle),
            loss / n as f64
        );
    }
}

fn is_near(c: &Case, best: usize) -> bool {
    // Where the id is among the readings, another one within the distance counts, too.
    let gazetteer = Gazetteer::embedded();
    let right = c.id.iter().position(|x| *x).unwrap();
    let (a, b) = (gazetteer.get(c.places[best]).unwrap(), gazetteer.get(c.places[right]).unwrap());
    a.distance_km(b.lat(), b.lon()) <= NEAR
}

fn report(
    title: &str,
    gazetteer: &Gazetteer,
    texts: &[Text],
    cases: &[Case],
    weights: &Weights,
    sets: &[String],
    misses: bool,
) {
    summary(title, texts, cases, |_| weights, sets);
    if !misses {
        return;
    }
    let mut number = 0;
    let mut before = usize::MAX;
    for c in cases.iter().filter(|c| c.given) {
        number = if c.text == before { number + 1 } else { 0 };
        before = c.text;
        let t = &texts[c.text];
        let (g, span) = (&t.gold[number], t.given[number]);
        let p = softmax(&c.rows, &weights.0);
        let none = c.places.len();
        let best = (0..none).max_by(|a, b| p[*a].total_cmp(&p[*b]));
        let ok = best.is_some_and(|b| p[none] <= 0.7 && (c.right[b]));
        if !c.scored || ok {
            continue;
        }
        let show = |i: Option<usize>| {
            i.map_or("-".into(), |i| {
                let q = gazetteer.get(c.places[i]).unwrap();
                let km = g.at.map_or(0.0, |(a, b)| q.distance_km(a, b));
                format!(
                    "{} {} {} {:?} p={:.2} km={km:.0}",
                    q.name(),
                    q.admin1().map(|a| a.name()).unwrap_or_default(),
                    q.country(),
                    q.feature(),
                    p[i]
                )
            })
        };
        let right = (0..none).find(|i| c.right[*i]);
        let text = &t.document.report.text;
        let from = text[..span.range().start].char_indices().rev().nth(40).map_or(0, |x| x.0);
        println!(
            "MISS {} set={} doc={} [{}] gold={:?} {:?} | best {} none={:.2} | right {} | {}",
            if right.is_some() { "RANK" } else { "COVER" },
            t.set,
            c.text,
            span.of(text),
            g.geonames,
            g.at,
            show(best),
            p[none],
            show(right),
            text[from..].chars().take(100).collect::<String>().replace('\n', " ")
        );
    }
}

//! The averaged perceptron: growing weights, and how they are cut down to a packed table.

use diurna_text::model::{MAX_CLASSES, Scores, Table, Weights};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Feature hashes are mixed already.
#[derive(Default)]
pub struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, i: u64) {
        self.0 = i;
    }
}

/// Hash of a feature, number of its updates, averaged weight by class.
type Averaged = (u64, u32, Vec<(u8, f32)>);

struct Entry {
    class: u8,
    weight: i16,
    since: u32,
    total: i64,
}

#[derive(Default)]
struct Row {
    updates: u32,
    entries: Vec<Entry>,
}

/// Weights that learn.
#[derive(Default)]
pub struct Learner {
    /// The only features that may get weights, where the choice is made.
    chosen: Option<HashSet<u64, BuildHasherDefault<Same>>>,
    rows: HashMap<u64, Row, BuildHasherDefault<Same>>,
    now: u32,
}

impl Weights for Learner {
    fn add_to(&self, hash: u64, scores: &mut Scores) {
        if let Some(row) = self.rows.get(&hash) {
            for e in &row.entries {
                scores[usize::from(e.class) % MAX_CLASSES] += i32::from(e.weight);
            }
        }
    }
}

impl Learner {
    /// One example has gone by.
    pub fn tick(&mut self) {
        self.now += 1;
    }

    /// Moves the weights of the features towards `right` and away from `wrong`.
    pub fn update(&mut self, features: &[u64], right: u8, wrong: u8) {
        for &f in features {
            if self.chosen.as_ref().is_some_and(|c| !c.contains(&f)) {
                continue;
            }
            let row = self.rows.entry(f).or_default();
            row.updates += 1;
            for (class, by) in [(right, 1), (wrong, -1)] {
                match row.entries.iter_mut().find(|e| e.class == class) {
                    Some(e) => {
                        e.total += i64::from(e.weight) * i64::from(self.now - e.since);
                        e.since = self.now;
                        e.weight = e.weight.saturating_add(by);
                    }
                    None => row.entries.push(Entry { class, weight: by, since: self.now, total: 0 }),
                }
            }
        }
    }

    /// A fresh learner that keeps to the `count` features that were updated most often here.
    pub fn chosen(&self, count: usize) -> Self {
        let mut list: Vec<(u32, u64)> = self.rows.iter().map(|(&h, r)| (r.updates, h)).collect();
        list.sort_unstable_by(|a, b| b.cmp(a));
        let least = list.get(count).map_or(0, |l| l.0);
        eprintln!("  {} features, the chosen ones with more than {least} updates", list.len());
        Self { chosen: Some(list.into_iter().take(count).map(|l| l.1).collect()), ..Self::default() }
    }

    /// The averaged weights as a table of at most `budget` bytes: the lightest weights go first.
    pub fn pack(&self, min_updates: u32, budget: usize) -> Table {
        let now = f64::from(self.now.max(1));
        let mut features: Vec<Averaged> = self
            .rows
            .iter()
            .filter(|(_, row)| row.updates >= min_updates)
            .map(|(&hash, row)| {
                let average =
                    |e: &Entry| (e.total as f64 + f64::from(e.weight) * f64::from(self.now - e.since)) / now;
                (hash, row.updates, row.entries.iter().map(|e| (e.class, average(e) as f32)).collect())
            })
            .collect();
        features.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut sizes: Vec<f32> =
            features.iter().flat_map(|f| f.2.iter().map(|w| w.1.abs())).filter(|&w| w > 0.0).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let Some(&top) = sizes.last() else {
            return Table::build(&[]);
        };
        // Square roots are stored: fine steps for light weights, room for heavy ones.
        let scale = 127.0 / top.sqrt();
        let size = |least: f32| {
            features.iter().fold(0_usize, |sum, f| {
                let n = f.2.iter().filter(|w| w.1.abs() >= least).count();
                sum + if n > 0 { 8 * n + 17 } else { 0 }
            }) / 4
        };
        // What rounds to nothing goes in any case.
        let (mut low, mut high) = ((0.5 / scale).powi(2), top);
        if size(low) > budget {
            for _ in 0..24 {
                let middle = f32::midpoint(low, high);
                if size(middle) > budget { low = middle } else { high = middle }
            }
            low = high;
        }
        let packed: Vec<(u64, Vec<(u8, i8)>)> = features
            .iter()
            .map(|f| {
                let kept = f.2.iter().filter(|w| w.1.abs() >= low);
                (
                    f.0,
                    kept.map(|w| (w.0, (w.1.abs().sqrt() * scale).round().min(127.0).copysign(w.1) as i8))
                        .collect::<Vec<_>>(),
                )
            })
            .filter(|f| !f.1.is_empty())
            .collect();
        eprintln!("  {} of {} features, least weight {low:.4}, top {top:.2}", packed.len(), self.rows.len());
        Table::build(&packed)
    }
}

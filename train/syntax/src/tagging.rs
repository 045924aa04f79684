//! Trains the tagger.

use crate::conllu::Gold;
use crate::random::Random;
use crate::weights::Learner;
use diurna_text::hash::feature;
use diurna_text::model::{MAX_CLASSES, Table, Weights};
use diurna_text::tagger::{Atoms, atoms, best, certain, features};
use std::collections::BTreeMap;

/// The words of a sentence as slices.
pub fn words(gold: &Gold) -> Vec<&str> {
    gold.words.iter().map(String::as_str).collect()
}

/// Which tags each frequent word takes, as 126ths; 127 for a word with one tag only.
pub fn dictionary(data: &[&Gold]) -> Table {
    let mut counts: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    let empty = Table::default();
    let mut buffer = Vec::new();
    for gold in data {
        atoms(&empty, &words(gold), &mut buffer);
        for (a, &t) in buffer.iter().zip(&gold.tags) {
            *counts.entry(a.word).or_default().entry(t).or_default() += 1;
        }
    }
    let mut list = Vec::new();
    for (word, tags) in counts {
        let sum: u32 = tags.values().sum();
        if sum < 3 {
            continue;
        }
        let mut shares: Vec<(u8, i8)> = tags
            .iter()
            .map(|(&t, &n)| (t, (f64::from(n) / f64::from(sum) * 126.0).round() as i8))
            .filter(|s| s.1 >= 3)
            .collect();
        if let Some((&t, _)) =
            tags.iter().find(|&(_, &n)| sum >= 50 && f64::from(n) >= 0.998 * f64::from(sum))
        {
            shares = vec![(t, 127)];
        }
        list.push((sum, feature(1, word, 0, 0), shares));
    }
    list.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    Table::build(&list.into_iter().map(|(_, h, s)| (h, s)).collect::<Vec<_>>())
}

/// Trains on `data` for some epochs, all features first, then from scratch with the `keep` best.
pub fn train(
    dictionary: &Table,
    data: &[&Gold],
    epochs: usize,
    seed: u64,
    margin: i32,
    keep: usize,
) -> Learner {
    let mut learner = Learner::default();
    let mut random = Random::new(seed);
    run(&mut learner, dictionary, data, 2, &mut random, margin);
    learner = learner.chosen(keep);
    run(&mut learner, dictionary, data, epochs, &mut random, margin);
    learner
}

fn run(
    learner: &mut Learner,
    dictionary: &Table,
    data: &[&Gold],
    epochs: usize,
    random: &mut Random,
    margin: i32,
) {
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut here: Vec<Atoms> = Vec::new();
    let mut list = Vec::new();
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for &s in &order {
            let gold = data[s];
            atoms(dictionary, &words(gold), &mut here);
            let mut tags: Vec<u8> = Vec::with_capacity(here.len());
            for i in 0..here.len() {
                if let Some(tag) = certain(dictionary, &here[i]) {
                    tags.push(tag);
                    continue;
                }
                features(&here, &tags, i, &mut list);
                let mut scores = [0; MAX_CLASSES];
                list.iter().for_each(|&f| learner.add_to(f, &mut scores));
                let guess = best(&scores);
                // The right tag has to win by a margin.
                scores[usize::from(gold.tags[i])] -= margin;
                let rival = best(&scores);
                learner.tick();
                if rival != gold.tags[i] {
                    learner.update(&list, gold.tags[i], rival);
                }
                tags.push(guess);
            }
        }
    }
}

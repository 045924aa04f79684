//! Trains the parser with a dynamic oracle (Goldberg and Nivre 2013, arc-hybrid).

use crate::conllu::Gold;
use crate::random::Random;
use crate::weights::Learner;
use diurna_text::hints;
use diurna_text::labels::LABEL_COUNT;
use diurna_text::model::{MAX_CLASSES, Scores, Weights};
use diurna_text::parser::{Move, NONE, State, features};

/// A sentence as the parser is to see it: hashed lemmas and predicted tags.
pub struct Example<'a> {
    /// The right tree.
    pub gold: &'a Gold,
    /// Hashes of the lemmas.
    pub words: Vec<u32>,
    /// Tags as the tagger gives them.
    pub tags: Vec<u8>,
    /// Hints from a model that has not seen the sentence.
    pub hints: Vec<u8>,
}

/// How to train.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Passes over the data with all features.
    pub first: usize,
    /// Passes with the chosen features.
    pub epochs: usize,
    /// Number of features to choose.
    pub keep: usize,
    /// By how much a good move has to win.
    pub margin: i32,
}

/// Trains with all features first, then from scratch with the chosen ones; `report` is called after
/// each pass.
pub fn train(data: &[Example], plan: Plan, seed: u64, mut report: impl FnMut(usize, &Learner)) -> Learner {
    let mut learner = Learner::default();
    let mut random = Random::new(seed);
    for epoch in 0..plan.first + plan.epochs {
        if epoch == plan.first {
            learner = learner.chosen(plan.keep);
        }
        let explore = epoch != 0 && epoch != plan.first;
        pass(&mut learner, data, &mut random, plan.margin, explore);
        report(epoch, &learner);
    }
    learner
}

fn pass(learner: &mut Learner, data: &[Example], random: &mut Random, margin: i32, explore: bool) {
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut state = State::default();
    let mut list = Vec::new();
    random.shuffle(&mut order);
    for &s in &order {
        let example = &data[s];
        let oracle = Oracle::new(example.gold);
        state.reset(example.words.iter().copied(), &example.tags);
        hint_pass(learner, example, &mut state, &mut list, margin);
        for (node, &hint) in state.nodes.iter_mut().zip(&example.hints) {
            node.hint = hint;
        }
        while !state.done() {
            if let Some(m) = state.forced() {
                state.make(m);
                continue;
            }
            features(&state, &mut list);
            let mut scores: Scores = [0; MAX_CLASSES];
            list.iter().for_each(|&f| learner.add_to(f, &mut scores));
            let guess = state.best(&scores);
            learner.tick();
            let good = oracle.good(&state, guess);
            let right = oracle.right(&state, &scores);
            let rival = if good { oracle.rival(&state, &mut scores, right, margin) } else { Some(guess) };
            if let Some(rival) = rival {
                learner.update(&list, right.class(), rival.class());
            }
            let stray = explore && random.chance(0.9);
            state.make(if good || stray { guess } else { right });
        }
    }
}

/// Learns the hints of one sentence and leaves the guesses in the state.
fn hint_pass(learner: &mut Learner, example: &Example, state: &mut State, list: &mut Vec<u64>, margin: i32) {
    for i in 0..state.nodes.len() {
        hints::features(&state.nodes, i, list);
        let mut scores: Scores = [0; MAX_CLASSES];
        list.iter().for_each(|&f| learner.add_to(f, &mut scores));
        state.nodes[i].hint = hints::best(&scores);
        let right = hints::class(example.gold.labels[i], example.gold.heads[i] > i as u32);
        scores[usize::from(right)] -= margin;
        let rival = hints::best(&scores);
        if rival != right {
            learner.update(list, right, rival);
        }
    }
}

/// Gives every sentence hints from a model trained on the other folds; `fold` tells them apart.
pub fn add_hints(data: &mut [Example], folds: usize, fold: &[usize], passes: usize, margin: i32) {
    let shared: &[Example] = data;
    let hints: Vec<Vec<(usize, Vec<u8>)>> = std::thread::scope(|scope| {
        let jobs: Vec<_> =
            (0..folds).map(|k| scope.spawn(move || hints_of(shared, fold, k, passes, margin))).collect();
        jobs.into_iter().map(|j| j.join().expect("a fold")).collect()
    });
    for (i, list) in hints.into_iter().flatten() {
        data[i].hints = list;
    }
}

fn hints_of(data: &[Example], fold: &[usize], k: usize, passes: usize, margin: i32) -> Vec<(usize, Vec<u8>)> {
    let mut learner = Learner::default();
    let mut random = Random::new(40 + k as u64);
    let mut order: Vec<usize> = (0..data.len()).filter(|&i| fold[i] != k).collect();
    let (mut state, mut list) = (State::default(), Vec::new());
    for _ in 0..passes {
        random.shuffle(&mut order);
        for &i in &order {
            state.reset(data[i].words.iter().copied(), &data[i].tags);
            learner.tick();
            hint_pass(&mut learner, &data[i], &mut state, &mut list, margin);
        }
    }
    let table = learner.pack(2, 12_000_000);
    let (mut right, mut all) = (0, 0);
    let mut out = Vec::new();
    for i in (0..data.len()).filter(|&i| fold[i] == k) {
        state.reset(data[i].words.iter().copied(), &data[i].tags);
        hints::fill(&table, &mut state.nodes, &mut list);
        let gold = data[i].gold;
        let same =
            |j: &usize| state.nodes[*j].hint == hints::class(gold.labels[*j], gold.heads[*j] > *j as u32);
        right += (0..state.nodes.len()).filter(same).count();
        all += state.nodes.len();
        out.push((i, state.nodes.iter().map(|n| n.hint).collect()));
    }
    eprintln!(
        "  fold {k}: {:.2} % of the hints right",
        100.0 * f64::from(right as u32) / f64::from(all as u32)
    );
    out
}

/// Knows what each move costs.
struct Oracle<'a> {
    gold: &'a Gold,
    children: Vec<Vec<u32>>,
}

impl<'a> Oracle<'a> {
    fn new(gold: &'a Gold) -> Self {
        let mut children = vec![Vec::new(); gold.heads.len()];
        for (i, &h) in gold.heads.iter().enumerate() {
            if h as usize != i {
                children[h as usize].push(i as u32);
            }
        }
        Self { gold, children }
    }

    /// The head of a token; the number of tokens (where the root stands) for the root.
    fn head(&self, i: u32) -> u32 {
        let h = self.gold.heads[i as usize];
        if h == i { self.gold.heads.len() as u32 } else { h }
    }

    /// How many right arcs a kind of move (shift, left, right) makes unreachable.
    fn costs(&self, state: &State) -> [u32; 3] {
        let n = state.len();
        let (s0, s1, b0) = (state.top(0), state.top(1), state.next);
        let mut costs = [u32::MAX; 3];
        let waiting = |d: u32| state.nodes[d as usize].head == NONE;
        let depends = |s: u32| self.children[s as usize].iter().filter(|&&d| d >= b0).count() as u32;
        if b0 < n {
            let below = state.stack.len().saturating_sub(1);
            let head = self.head(b0);
            let mut cost = u32::from(head < b0 && state.stack[..below].contains(&head));
            cost += self.children[b0 as usize].iter().filter(|&&d| d < b0 && waiting(d)).count() as u32;
            costs[0] = cost;
        }
        if s0 != NONE && (b0 < n || s1 == NONE) {
            let head = self.head(s0);
            let mut cost = depends(s0);
            cost += u32::from(head == s1 && s1 != NONE || head > b0);
            costs[1] = cost;
        }
        if s1 != NONE {
            costs[2] = depends(s0) + u32::from(self.head(s0) >= b0);
        }
        costs
    }

    /// True where the move costs no more than the cheapest and its label is right if its arc is.
    fn good(&self, state: &State, m: Move) -> bool {
        let costs = self.costs(state);
        let least = costs.iter().min().copied().unwrap_or(0);
        let s0 = state.top(0);
        match m {
            Move::Shift => costs[0] == least,
            Move::Left(l) => costs[1] == least && (self.head(s0) != state.next || self.label(s0) == l),
            Move::Right(l) => costs[2] == least && (self.head(s0) != state.top(1) || self.label(s0) == l),
        }
    }

    /// The best bad move, where it comes within the margin of the right one.
    fn rival(&self, state: &State, scores: &mut Scores, right: Move, margin: i32) -> Option<Move> {
        let bound = scores[usize::from(right.class())] - margin;
        loop {
            let m = state.best(scores);
            let score = &mut scores[usize::from(m.class())];
            if *score <= bound || !state.allows(m) {
                return None;
            }
            if !self.good(state, m) {
                return Some(m);
            }
            *score = i32::MIN;
            if state.next == state.len() && state.stack.len() == 1 {
                return None;
            }
        }
    }

    fn label(&self, i: u32) -> u8 {
        self.gold.labels[i as usize]
    }

    /// The good move that the model likes best.
    fn right(&self, state: &State, scores: &Scores) -> Move {
        let costs = self.costs(state);
        let least = costs.iter().min().copied().unwrap_or(0);
        let s0 = state.top(0);
        let mut best: Option<(i32, Move)> = None;
        let mut offer = |m: Move| {
            let score = scores[usize::from(m.class())];
            if best.is_none_or(|b| score > b.0) {
                best = Some((score, m));
            }
        };
        if costs[0] == least {
            offer(Move::Shift);
        }
        if costs[1] == least {
            if state.next == state.len() {
                offer(Move::Left(0));
            } else if self.head(s0) == state.next {
                offer(Move::Left(self.label(s0)));
            } else {
                self.any(s0, &mut |l| offer(Move::Left(l)));
            }
        }
        if costs[2] == least {
            if self.head(s0) == state.top(1) {
                offer(Move::Right(self.label(s0)));
            } else {
                self.any(s0, &mut |l| offer(Move::Right(l)));
            }
        }
        best.expect("some move is always allowed").1
    }

    /// Labels for a token whose head is lost already: its own is as good as any, but root is not.
    fn any(&self, i: u32, offer: &mut impl FnMut(u8)) {
        match self.label(i) {
            0 => (1..LABEL_COUNT as u8).for_each(offer),
            l => offer(l),
        }
    }
}

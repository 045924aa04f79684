//! The encoder: pieces of words in, a vector for each word out.
//!
//! Six layers of a BERT encoder whose products are of bytes; activations are quantised row by row, so what stands
//! beside a window in a batch never changes a bit of it. Windows are laid one after the other without padding.

use crate::kernel::{Level, Packed, Work, multiply};
use crate::manner::Scheme;
use crate::math::{WIDE, block, gelu, normalize, quantize, softmax};
use crate::weights::{Weights, WeightsError};
use crate::wordpiece::Shape;

/// Width of a vector.
pub(crate) const HIDDEN: usize = 384;
const HEADS: usize = 12;
const HEAD: usize = HIDDEN / HEADS;
const INNER: usize = 1536;
const POSITIONS: usize = 512;
const SHAPES: usize = 6;

/// A linear layer in bytes.
#[derive(Debug)]
struct Linear {
    bytes: &'static [u8],
    offsets: Vec<i32>,
    /// Step of each output's weights.
    steps: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
}

impl Linear {
    fn load(w: &Weights, name: &str, inputs: usize, outputs: usize) -> Result<Self, WeightsError> {
        Ok(Self {
            bytes: w.bytes(&format!("{name}.packed"), &[outputs, inputs])?,
            offsets: w.integers(&format!("{name}.offsets"), &[outputs])?,
            steps: w.floats(&format!("{name}.steps"), &[outputs])?,
            bias: w.floats(&format!("{name}.bias"), &[outputs])?,
            inputs,
        })
    }

    /// Sums of the products of quantised rows with the layer's weights.
    #[inline(always)]
    fn sums(&self, level: Level, rows: &Rows, sums: &mut Vec<i32>) {
        let n = self.bias.len();
        sums.resize(rows.steps.len() * n, 0);
        let packed = Packed { bytes: self.bytes, offsets: &self.offsets, inputs: self.inputs, outputs: n };
        multiply(level, &rows.bytes, packed, sums);
    }

    /// Adds what the layer gives to `x` and normalises each row.
    #[inline(always)]
    fn add(&self, level: Level, rows: &Rows, sums: &mut Vec<i32>, norm: &Norm, x: &mut [f32]) {
        self.sums(level, rows, sums);
        let mut given = [0.0; HIDDEN];
        for (r, x) in x.chunks_exact_mut(HIDDEN).enumerate() {
            self.values(&sums[r * HIDDEN..][..HIDDEN], rows.steps[r], &mut given);
            for (x, &g) in x.iter_mut().zip(&given) {
                *x += g;
            }
            normalize(x, &norm.weight, &norm.bias);
        }
    }

    /// What the layer gives for a row, from its sums and its step.
    // Plain loops here and below: a closure would not be compiled with the level's instructions.
    #[inline(always)]
    fn values(&self, sums: &[i32], step: f32, out: &mut [f32]) {
        for (((out, &sum), &own), &bias) in out.iter_mut().zip(sums).zip(&self.steps).zip(&self.bias) {
            *out = (sum as f32 * step).mul_add(own, bias);
        }
    }
}

/// Quantised rows with the step of each.
#[derive(Debug, Default)]
struct Rows {
    bytes: Vec<u8>,
    steps: Vec<f32>,
}

impl Rows {
    #[inline(always)]
    fn fill(&mut self, values: &[f32], width: usize) {
        self.bytes.clear();
        self.bytes.resize(values.len(), 0);
        self.steps.clear();
        for (row, out) in values.chunks_exact(width).zip(self.bytes.chunks_exact_mut(width)) {
            self.steps.push(quantize(row, out));
        }
    }
}

#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    fn load(w: &Weights, name: &str) -> Result<Self, WeightsError> {
        Ok(Self {
            weight: w.floats(&format!("{name}.weight"), &[HIDDEN])?,
            bias: w.floats(&format!("{name}.bias"), &[HIDDEN])?,
        })
    }
}

#[derive(Debug)]
struct Layer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

/// The encoder's weights.
#[derive(Debug)]
pub(crate) struct Encoder {
    words: &'static [u8],
    word_steps: Vec<f32>,
    positions: Vec<f32>,
    shapes: Vec<f32>,
    schemes: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// Pieces of one window.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    pub(crate) pieces: Vec<u32>,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) scheme: Scheme,
    /// Index of the first piece of each word.
    pub(crate) first: Vec<usize>,
}

impl Encoder {
    pub(crate) fn load(w: &Weights, vocabulary: usize, layers: usize) -> Result<Self, WeightsError> {
        let layer = |i: usize| -> Result<Layer, WeightsError> {
            let name = |part: &str| format!("layers.{i}.{part}");
            Ok(Layer {
                qkv: Linear::load(w, &name("qkv"), HIDDEN, 3 * HIDDEN)?,
                out: Linear::load(w, &name("out"), HIDDEN, HIDDEN)?,
                norm1: Norm::load(w, &name("norm1"))?,
                up: Linear::load(w, &name("up"), HIDDEN, INNER)?,
                down: Linear::load(w, &name("down"), INNER, HIDDEN)?,
                norm2: Norm::load(w, &name("norm2"))?,
            })
        };
        Ok(Self {
            words: w.bytes("words", &[vocabulary, HIDDEN])?,
            word_steps: w.floats("words.steps", &[vocabulary])?,
            positions: w.floats("positions", &[POSITIONS, HIDDEN])?,
            shapes: w.floats("shapes", &[SHAPES, HIDDEN])?,
            schemes: w.floats("schemes", &[Scheme::COUNT, HIDDEN])?,
            norm: Norm::load(w, "norm")?,
            layers: (0..layers).map(layer).collect::<Result<_, _>>()?,
        })
    }

    #[inline(always)]
    fn embed(&self, windows: &[&Pieces], x: &mut Vec<f32>) {
        x.clear();
        for window in windows {
            let scheme = &self.schemes[window.scheme as usize * HIDDEN..][..HIDDEN];
            for (at, (&piece, &shape)) in window.pieces.iter().zip(&window.shapes).enumerate() {
                let word = &self.words[piece as usize * HIDDEN..][..HIDDEN];
                let step = self.word_steps[piece as usize];
                let position = &self.positions[at * HIDDEN..][..HIDDEN];
                let shape = &self.shapes[shape as usize * HIDDEN..][..HIDDEN];
                let start = x.len();
                x.resize(start + HIDDEN, 0.0);
                let row = &mut x[start..];
                for ((((to, &w), &p), &s), &c) in
                    row.iter_mut().zip(word).zip(position).zip(shape).zip(scheme)
                {
                    *to = f32::from(w as i8).mul_add(step, p) + s + c;
                }
                normalize(row, &self.norm.weight, &self.norm.bias);
            }
        }
    }
}

/// Buffers that are kept from one group of windows to the next.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    x: Vec<f32>,
    rows: Rows,
    sums: Vec<i32>,
    qkv: Vec<f32>,
    mixed: Vec<f32>,
    inner: Vec<f32>,
    attention: Attention,
}

/// Encodes windows: the vectors of their words, one after the other.
pub(crate) struct Encode<'a> {
    pub(crate) encoder: &'a Encoder,
    pub(crate) windows: &'a [&'a Pieces],
    pub(crate) scratch: &'a mut Scratch,
}

impl Work for Encode<'_> {
    type Out = Vec<f32>;

    #[inline(always)]
    fn run(self, level: Level) -> Vec<f32> {
        let Scratch { x, rows, sums, qkv, mixed, inner, attention } = self.scratch;
        self.encoder.embed(self.windows, x);
        let count = x.len() / HIDDEN;
        qkv.resize(count * 3 * HIDDEN, 0.0);
        mixed.resize(x.len(), 0.0);
        inner.resize(count * INNER, 0.0);
        for layer in &self.encoder.layers {
            rows.fill(x, HIDDEN);
            layer.qkv.sums(level, rows, sums);
            let wide = 3 * HIDDEN;
            for (r, out) in qkv.chunks_exact_mut(wide).enumerate() {
                layer.qkv.values(&sums[r * wide..][..wide], rows.steps[r], out);
            }
            let mut start = 0;
            for window in self.windows {
                let n = window.pieces.len();
                attention.run(&qkv[start * wide..], n, &mut mixed[start * HIDDEN..]);
                start += n;
            }
            rows.fill(mixed, HIDDEN);
            layer.out.add(level, rows, sums, &layer.norm1, x);
            rows.fill(x, HIDDEN);
            layer.up.sums(level, rows, sums);
            for (r, out) in inner.chunks_exact_mut(INNER).enumerate() {
                layer.up.values(&sums[r * INNER..][..INNER], rows.steps[r], out);
                for v in out {
                    *v = gelu(*v);
                }
            }
            rows.fill(inner, INNER);
            layer.down.add(level, rows, sums, &layer.norm2, x);
        }
        let mut out = Vec::new();
        let mut start = 0;
        for window in self.windows {
            for &first in &window.first {
                out.extend_from_slice(&x[(start + first) * HIDDEN..][..HIDDEN]);
            }
            start += window.pieces.len();
        }
        out
    }
}

/// Self-attention of one window, head by head; keeps its buffers.
#[derive(Debug, Default)]
struct Attention {
    queries: Vec<f32>,
    /// Keys of a head, turned: `[HEAD][pieces, filled up to a multiple of 32]`.
    keys: Vec<f32>,
    shares: Vec<f32>,
}

impl Attention {
    #[inline(always)]
    fn run(&mut self, qkv: &[f32], n: usize, out: &mut [f32]) {
        const STEP: usize = 3 * HIDDEN;
        let scale = 1.0 / (HEAD as f32).sqrt();
        let wide = n.next_multiple_of(WIDE);
        let tall = n.next_multiple_of(4);
        for head in 0..HEADS {
            self.queries.clear();
            self.queries.resize(tall * HEAD, 0.0);
            self.keys.clear();
            self.keys.resize(HEAD * wide, 0.0);
            for i in 0..n {
                let row = &qkv[i * STEP + head * HEAD..];
                for d in 0..HEAD {
                    self.queries[i * HEAD + d] = row[d] * scale;
                    self.keys[d * wide + i] = row[HIDDEN + d];
                }
            }
            self.shares.clear();
            self.shares.resize(4 * wide, 0.0);
            for i in (0..tall).step_by(4) {
                for c in (0..wide).step_by(WIDE) {
                    let got = block(&self.queries[i * HEAD..], HEAD, &self.keys[c..], wide, HEAD);
                    for (r, got) in got.iter().enumerate() {
                        self.shares[r * wide + c..][..WIDE].copy_from_slice(got);
                    }
                }
                for r in 0..4 {
                    softmax(&mut self.shares[r * wide..][..n]);
                }
                let values = &qkv[2 * HIDDEN + head * HEAD..];
                let got = block(&self.shares, wide, values, STEP, n);
                for (r, got) in got.iter().enumerate().take(n - i.min(n)) {
                    out[(i + r) * HIDDEN + head * HEAD..][..HEAD].copy_from_slice(got);
                }
            }
        }
    }
}

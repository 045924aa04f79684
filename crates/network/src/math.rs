//! Floating-point steps in a fixed order: the same bits on every machine.
//!
//! Sums run over 16 lanes that are added up last, whatever the width of the processor's registers;
//! products are added by `mul_add`, which rounds once everywhere.

/// Lanes of a sum.
const LANES: usize = 16;

/// 1.5 · 2^23: a small number added to it is rounded to a whole one, which then stands in the lowest bits.
const ROUNDER: f32 = 12_582_912.0;

/// e^x by Cody and Waite's reduction and a polynomial of degree 6; relative error below 3e-7.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let rounded = x.mul_add(std::f32::consts::LOG2_E, ROUNDER);
    let n = rounded - ROUNDER;
    let r = n.mul_add(-0.693_359_4, x);
    let r = n.mul_add(2.121_944_4e-4, r);
    let p = r.mul_add(1.0 / 720.0, 1.0 / 120.0);
    let p = p.mul_add(r, 1.0 / 24.0);
    let p = p.mul_add(r, 1.0 / 6.0);
    let p = p.mul_add(r, 0.5);
    let p = p.mul_add(r, 1.0);
    let p = p.mul_add(r, 1.0);
    // 2^n: the exponent's bits, -126 to 127 by the bounds.
    p * f32::from_bits(rounded.to_bits().wrapping_add(127) << 23)
}

/// x · Φ(x), the normal distribution by Abramowitz and Stegun 7.1.26 (error below 1.5e-7).
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / z.mul_add(0.327_591_1, 1.0);
    let mut p = 1.061_405_4f32;
    for c in [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
        p = p.mul_add(t, c);
    }
    let erf = 1.0 - p * t * exp(-z * z);
    0.5 * x * (1.0 + erf.copysign(x))
}

/// 1 / (1 + e^-x).
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

// A macro, since a closure would not be compiled with the level's instructions.
macro_rules! over_lanes {
    ($values:expr, $start:expr, $v:ident, $lane:ident => $step:expr) => {{
        let mut lanes = [$start; LANES];
        let chunks = $values.chunks_exact(LANES);
        let rest = chunks.remainder();
        for chunk in chunks {
            for i in 0..LANES {
                let ($lane, $v) = (lanes[i], chunk[i]);
                lanes[i] = $step;
            }
        }
        for (i, &$v) in rest.iter().enumerate() {
            let $lane = lanes[i];
            lanes[i] = $step;
        }
        lanes
    }};
}

#[inline(always)]
fn total(lanes: [f32; LANES]) -> f32 {
    let mut sum = 0.0;
    for lane in lanes {
        sum += lane;
    }
    sum
}

#[inline(always)]
fn most(lanes: [f32; LANES]) -> f32 {
    let mut most = lanes[0];
    for lane in lanes {
        most = if lane > most { lane } else { most };
    }
    most
}

/// Subtracts the mean, divides by the deviation, then scales and shifts.
#[inline(always)]
pub(crate) fn normalize(row: &mut [f32], weight: &[f32], bias: &[f32]) {
    let n = row.len() as f32;
    let mean = total(over_lanes!(row, 0.0f32, v, lane => lane + v)) / n;
    let variance = total(over_lanes!(row, 0.0f32, v, lane => lane + (v - mean) * (v - mean))) / n;
    let scale = 1.0 / (variance + 1e-12).sqrt();
    for ((v, &w), &b) in row.iter_mut().zip(weight).zip(bias) {
        *v = ((*v - mean) * scale).mul_add(w, b);
    }
}

/// Turns scores into shares that sum to 1.
#[inline(always)]
pub(crate) fn softmax(scores: &mut [f32]) {
    let top = most(over_lanes!(scores, f32::NEG_INFINITY, v, lane => if v > lane { v } else { lane }));
    for v in scores.iter_mut() {
        *v = exp(*v - top);
    }
    let scale = 1.0 / total(over_lanes!(scores, 0.0f32, v, lane => lane + v));
    for v in scores.iter_mut() {
        *v *= scale;
    }
}

/// Quantises a row to bytes plus 128 and gives the step: `value ≈ (byte - 128) · step`.
#[inline(always)]
pub(crate) fn quantize(row: &[f32], out: &mut [u8]) -> f32 {
    let top = most(over_lanes!(row, 1e-9f32, v, lane => if v.abs() > lane { v.abs() } else { lane }));
    let scale = 127.0 / top;
    for (&v, q) in row.iter().zip(out) {
        *q = (v.mul_add(scale, ROUNDER).to_bits() as u8).wrapping_add(128);
    }
    top / 127.0
}

/// Columns of a block of a product.
pub(crate) const WIDE: usize = 32;

/// Four rows of `a` (each `k` long, `a_step` apart) times 32 columns of `b` (rows `b_step` apart).
#[inline(always)]
pub(crate) fn block(a: &[f32], a_step: usize, b: &[f32], b_step: usize, k: usize) -> [[f32; WIDE]; 4] {
    let mut out = [[0.0f32; WIDE]; 4];
    let (a0, a1, a2, a3) = (&a[..k], &a[a_step..][..k], &a[2 * a_step..][..k], &a[3 * a_step..][..k]);
    for i in 0..k {
        let b: &[f32; WIDE] = b[i * b_step..][..WIDE].try_into().unwrap_or(&[0.0; WIDE]);
        for j in 0..WIDE {
            out[0][j] = a0[i].mul_add(b[j], out[0][j]);
            out[1][j] = a1[i].mul_add(b[j], out[1][j]);
            out[2][j] = a2[i].mul_add(b[j], out[2][j]);
            out[3][j] = a3[i].mul_add(b[j], out[3][j]);
        }
    }
    out
}

/// `out[row][n] = rows[row][k] · weights[k][n] + bias`, `n` a multiple of 32.
#[inline(always)]
pub(crate) fn linear(rows: &[f32], k: usize, weights: &[f32], bias: &[f32], out: &mut Vec<f32>) {
    let n = bias.len();
    let count = rows.len() / k;
    out.clear();
    out.resize(count * n, 0.0);
    let mut last = Vec::new();
    let mut r = 0;
    while r < count {
        let left = (count - r).min(4);
        // The last rows are filled up with nothing.
        let a = if left == 4 {
            &rows[r * k..]
        } else {
            last.clear();
            last.extend_from_slice(&rows[r * k..]);
            last.resize(4 * k, 0.0);
            &last[..]
        };
        for c in (0..n).step_by(WIDE) {
            let got = block(a, k, &weights[c..], n, k);
            for (i, got) in got.iter().enumerate().take(left) {
                let to = &mut out[(r + i) * n + c..][..WIDE];
                for ((to, &v), &b) in to.iter_mut().zip(got).zip(&bias[c..]) {
                    *to = v + b;
                }
            }
        }
        r += left;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_and_gelu_follow_the_tables() {
        for (x, e) in [(0.0f32, 1.0f32), (1.0, std::f32::consts::E), (-10.0, 4.539_993e-5), (5.5, 244.691_93)]
        {
            assert!((exp(x) / e - 1.0).abs() < 1e-6, "{x}");
        }
        // x · Φ(x) from a table of the normal distribution.
        for (x, g) in [(0.0f32, 0.0f32), (1.0, 0.841_344_7), (-1.0, -0.158_655_3), (3.0, 2.995_950_3)] {
            assert!((gelu(x) - g).abs() < 1e-6, "{x}");
        }
    }

    #[test]
    fn rows_quantize_to_their_largest_value() {
        let mut bytes = [0u8; 4];
        let step = quantize(&[0.0, 2.54, -1.276, 0.008], &mut bytes);
        assert_eq!(bytes, [128, 255, 64, 128]);
        assert!((step - 0.02).abs() < 1e-7);
    }

    #[test]
    fn shares_sum_to_one_and_norms_are_centred() {
        let mut scores = [1.0, 2.0, 3.0];
        softmax(&mut scores);
        assert!((scores[0] - 0.090_030_57).abs() < 1e-6 && (scores[2] - 0.665_240_94).abs() < 1e-6);
        let mut row = [1.0, 3.0];
        normalize(&mut row, &[1.0, 2.0], &[0.0, 1.0]);
        assert!((row[0] + 1.0).abs() < 1e-5 && (row[1] - 3.0).abs() < 1e-5);
    }

    #[test]
    fn products_have_their_bias_and_take_any_number_of_rows() {
        // 5 rows of [r, 1] by a 2 x 32 matrix whose column c is [c, 10].
        let rows: Vec<f32> = (0..5).flat_map(|r| [r as f32, 1.0]).collect();
        let weights: Vec<f32> = (0..32).map(|c| c as f32).chain((0..32).map(|_| 10.0)).collect();
        let bias = vec![0.5; 32];
        let mut out = Vec::new();
        linear(&rows, 2, &weights, &bias, &mut out);
        assert_eq!(out[0], 10.5);
        assert_eq!(out[4 * 32 + 31], 4.0 * 31.0 + 10.5);
    }
}

//! Products of a quantised matrix with quantised rows, in whole numbers: the same on every machine.
//!
//! Weights are packed in blocks of 16 outputs: `[block][k / 4][output][k % 4]`, 64 bytes for each four inputs.
//! Rows are signed bytes, so every path (AVX-512 VNNI, AVX2, plain) adds up the very same integers.

#![allow(unsafe_code)]

/// Outputs of one block of packed weights.
pub(crate) const BLOCK: usize = 16;

/// What the processor can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Portable code.
    Plain,
    /// AVX2 with FMA.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512 with byte products (VNNI).
    #[cfg(target_arch = "x86_64")]
    Vnni,
}

impl Level {
    /// The best level of this processor.
    pub(crate) fn best() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vnni")
                && is_x86_feature_detected!("fma")
            {
                return Self::Vnni;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Self::Avx2;
            }
        }
        Self::Plain
    }

    /// Every level that this processor has.
    #[cfg(test)]
    pub(crate) fn all() -> Vec<Self> {
        let mut all = vec![Self::Plain];
        #[cfg(target_arch = "x86_64")]
        all.extend([Self::Avx2, Self::Vnni].into_iter().filter(|&l| l <= Self::best()));
        all
    }
}

/// Runs `work` compiled for the level: what is inlined into it uses the level's instructions.
pub(crate) trait Work {
    /// The result.
    type Out;
    /// Does the work; must be `#[inline(always)]` to profit.
    fn run(self, level: Level) -> Self::Out;
}

/// Runs work at a level that this processor has.
pub(crate) fn dispatch<W: Work>(level: Level, work: W) -> W::Out {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx2,fma")]
        fn avx2<W: Work>(work: W) -> W::Out {
            work.run(Level::Avx2)
        }
        #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma")]
        fn vnni<W: Work>(work: W) -> W::Out {
            work.run(Level::Vnni)
        }
        match level {
            // SAFETY: a level above plain comes from `Level::best` or `Level::all`, which ask the processor.
            Level::Avx2 => return unsafe { avx2(work) },
            // SAFETY: as above.
            Level::Vnni => return unsafe { vnni(work) },
            Level::Plain => {}
        }
    }
    work.run(level)
}

/// A packed matrix of signed bytes: `outputs` × `inputs`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packed<'a> {
    /// `outputs * inputs` bytes in blocks.
    pub(crate) bytes: &'a [u8],
    /// Sum of the weights of each output, times 128.
    pub(crate) offsets: &'a [i32],
    /// A multiple of 4.
    pub(crate) inputs: usize,
    /// A multiple of 64.
    pub(crate) outputs: usize,
}

/// `out[row][output] = Σ rows[row][k] · weights[output][k]`; `rows` holds bytes plus 128.
///
/// The offset of 128 in the rows is taken off again, so the sums are those of signed bytes.
#[inline(always)]
pub(crate) fn multiply(level: Level, rows: &[u8], weights: Packed<'_>, out: &mut [i32]) {
    let (k, n) = (weights.inputs, weights.outputs);
    let count = rows.len() / k;
    assert!(
        k.is_multiple_of(4)
            && n.is_multiple_of(4 * BLOCK)
            && weights.bytes.len() == k * n
            && weights.offsets.len() == n
            && rows.len() == count * k
            && out.len() == count * n
    );
    match level {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the sizes are checked above and the level is one that the processor has.
        Level::Vnni => unsafe { vnni(rows, weights, count, out) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Level::Avx2 => unsafe { avx2(rows, weights, count, out) },
        Level::Plain => plain(rows, weights, count, out),
    }
}

fn plain(rows: &[u8], weights: Packed<'_>, count: usize, out: &mut [i32]) {
    let (k, n) = (weights.inputs, weights.outputs);
    for r in 0..count {
        let row = &rows[r * k..][..k];
        for b in 0..n / BLOCK {
            let block = &weights.bytes[b * BLOCK * k..][..BLOCK * k];
            let mut sums = [0i32; BLOCK];
            for (x, w) in row.chunks_exact(4).zip(block.chunks_exact(4 * BLOCK)) {
                for (sum, w) in sums.iter_mut().zip(w.chunks_exact(4)) {
                    for j in 0..4 {
                        *sum += i32::from(x[j]) * i32::from(w[j] as i8);
                    }
                }
            }
            for (c, sum) in sums.into_iter().enumerate() {
                out[r * n + b * BLOCK + c] = sum - weights.offsets[b * BLOCK + c];
            }
        }
    }
}

/// Rows that are worked on together, so that each weight is loaded once for all of them.
#[cfg(target_arch = "x86_64")]
const TILE: usize = 6;

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma")]
unsafe fn vnni(rows: &[u8], weights: Packed<'_>, count: usize, out: &mut [i32]) {
    // Four blocks of weights (64 outputs) stay in the first cache while all rows pass by.
    for quad in 0..weights.outputs / (4 * BLOCK) {
        let mut r = 0;
        // SAFETY: rows r..r+R and the quad lie within the slices, as `multiply` has checked their sizes.
        unsafe {
            while r + TILE <= count {
                vnni_tile::<TILE>(rows, weights, r, quad, out);
                r += TILE;
            }
            while r + 2 <= count {
                vnni_tile::<2>(rows, weights, r, quad, out);
                r += 2;
            }
            if r < count {
                vnni_tile::<1>(rows, weights, r, quad, out);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma")]
#[inline]
unsafe fn vnni_tile<const R: usize>(
    rows: &[u8],
    weights: Packed<'_>,
    r: usize,
    quad: usize,
    out: &mut [i32],
) {
    use std::arch::x86_64::{
        _mm512_dpbusd_epi32, _mm512_loadu_si512, _mm512_set1_epi32, _mm512_setzero_si512,
        _mm512_storeu_si512, _mm512_sub_epi32,
    };
    let (k, n) = (weights.inputs, weights.outputs);
    let mut sums = [[_mm512_setzero_si512(); 4]; R];
    // SAFETY: the caller's rows and blocks lie within the slices; loads are unaligned.
    unsafe {
        let base = weights.bytes.as_ptr().add(quad * 4 * BLOCK * k);
        let row = rows.as_ptr().add(r * k);
        for step in 0..k / 4 {
            let at = base.add(step * 4 * BLOCK);
            let w0 = _mm512_loadu_si512(at.cast());
            let w1 = _mm512_loadu_si512(at.add(BLOCK * k).cast());
            let w2 = _mm512_loadu_si512(at.add(2 * BLOCK * k).cast());
            let w3 = _mm512_loadu_si512(at.add(3 * BLOCK * k).cast());
            // Indices, not iterators: what is not inlined here would be called for each product.
            let mut i = 0;
            while i < R {
                let x = _mm512_set1_epi32(row.add(i * k + step * 4).cast::<i32>().read_unaligned());
                sums[i][0] = _mm512_dpbusd_epi32(sums[i][0], x, w0);
                sums[i][1] = _mm512_dpbusd_epi32(sums[i][1], x, w1);
                sums[i][2] = _mm512_dpbusd_epi32(sums[i][2], x, w2);
                sums[i][3] = _mm512_dpbusd_epi32(sums[i][3], x, w3);
                i += 1;
            }
        }
        #[allow(clippy::needless_range_loop)]
        for b in 0..4 {
            let at = (quad * 4 + b) * BLOCK;
            let offset = _mm512_loadu_si512(weights.offsets.as_ptr().add(at).cast());
            let mut i = 0;
            while i < R {
                let to = out.as_mut_ptr().add((r + i) * n + at);
                _mm512_storeu_si512(to.cast(), _mm512_sub_epi32(sums[i][b], offset));
                i += 1;
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn avx2(rows: &[u8], weights: Packed<'_>, count: usize, out: &mut [i32]) {
    use std::arch::x86_64::{
        _mm_loadu_si128, _mm256_add_epi32, _mm256_cvtepi8_epi16, _mm256_madd_epi16, _mm256_set1_epi64x,
        _mm256_setzero_si256, _mm256_storeu_si256,
    };
    let (k, n) = (weights.inputs, weights.outputs);
    for b in 0..n / BLOCK {
        // SAFETY: as in `vnni`; a block is `BLOCK * k` bytes.
        unsafe {
            let base = weights.bytes.as_ptr().add(b * BLOCK * k);
            for r in 0..count {
                let row = rows.as_ptr().add(r * k);
                // Each register holds four outputs, two half sums for each.
                let mut sums = [_mm256_setzero_si256(); 4];
                for step in 0..k / 4 {
                    let x = row.add(step * 4).cast::<[u8; 4]>().read();
                    let x = x.iter().rev().fold(0i64, |all, &b| all << 16 | i64::from(b));
                    let x = _mm256_set1_epi64x(x);
                    for (q, sum) in sums.iter_mut().enumerate() {
                        let w = _mm_loadu_si128(base.add(step * 4 * BLOCK + q * 16).cast());
                        *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(x, _mm256_cvtepi8_epi16(w)));
                    }
                }
                for (q, sum) in sums.iter().enumerate() {
                    let mut halves = [0i32; 8];
                    _mm256_storeu_si256(halves.as_mut_ptr().cast(), *sum);
                    for c in 0..4 {
                        let at = b * BLOCK + q * 4 + c;
                        out[r * n + at] = halves[2 * c] + halves[2 * c + 1] - weights.offsets[at];
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Product<'a>(&'a [u8], Packed<'a>, usize);

    impl Work for Product<'_> {
        type Out = Vec<i32>;
        #[inline(always)]
        fn run(self, level: Level) -> Vec<i32> {
            let mut out = vec![0; self.2 * self.1.outputs];
            multiply(level, self.0, self.1, &mut out);
            out
        }
    }

    #[test]
    fn every_level_gives_the_sums_of_signed_bytes() {
        let (k, n, count) = (8, 64, 9);
        // Extremes and a little pattern; expected sums by the definition.
        let weight = |o: usize, i: usize| -> i8 { [-127, 127, -1, 0, 1, 64, -64, 3][(o * 5 + i * 3) % 8] };
        let value = |r: usize, i: usize| -> i8 { [-127, 127, 5, -5, 0, 100, -100, 1][(r * 3 + i) % 8] };
        let mut bytes = vec![0u8; k * n];
        let mut offsets = vec![0i32; n];
        for o in 0..n {
            for i in 0..k {
                bytes[(o / BLOCK) * BLOCK * k + (i / 4) * 4 * BLOCK + (o % BLOCK) * 4 + i % 4] =
                    weight(o, i) as u8;
                offsets[o] += 128 * i32::from(weight(o, i));
            }
        }
        let rows: Vec<u8> =
            (0..count).flat_map(|r| (0..k).map(move |i| (i16::from(value(r, i)) + 128) as u8)).collect();
        let expected: Vec<i32> = (0..count)
            .flat_map(|r| (0..n).map(move |o| (r, o)))
            .map(|(r, o)| (0..k).map(|i| i32::from(value(r, i)) * i32::from(weight(o, i))).sum())
            .collect();
        let packed = Packed { bytes: &bytes, offsets: &offsets, inputs: k, outputs: n };
        for level in Level::all() {
            assert_eq!(dispatch(level, Product(&rows, packed, count)), expected, "{level:?}");
        }
    }
}

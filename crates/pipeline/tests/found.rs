//! Inputs on which reading once failed, made as small as they would go.

#![allow(missing_docs)]

mod common;

use common::{PIPELINE, check};
use diurna_pipeline::Options;

/// Each with what it once did.
const FOUND: [(&str, &str); 1] = [
    // The source of a claim was a pronoun inside the claim: who "I" is was asked without end.
    ("pronoun", "vowed to wr I"),
];

#[test]
fn stays_mended() {
    for (name, text) in FOUND {
        for file in ["x.txt", "x.html"] {
            let record = PIPELINE.read(file, text.as_bytes(), &Options::default()).expect(name);
            assert_eq!(check(&record), Ok(()), "{name}");
        }
    }
}

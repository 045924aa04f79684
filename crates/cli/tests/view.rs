//! The view of one report as a person sees it, so that every change of it is seen.
//!
//! Where a change is meant: `INSTA_UPDATE=always cargo test -p diurna-cli --test view`, and look at the difference
//! before it goes in.

#![allow(missing_docs)]

mod common;

use common::{root, run};

#[test]
fn view_of_the_example() {
    let view = run(&root(), &["read", "examples/report.txt", "--published", "2031-11-22"]).code(0);
    insta::assert_snapshot!("report", view.out);
}

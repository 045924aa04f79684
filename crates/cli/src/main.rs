//! The diurna command.
fn main() {}

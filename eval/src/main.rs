//! Every figure that Diurna is judged by, from one command.
fn main() {}

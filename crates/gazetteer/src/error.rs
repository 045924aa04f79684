/// Why bytes are no gazetteer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes do not begin as a gazetteer does.
    #[error("not a gazetteer file")]
    Magic,
    /// Written in a version of the format that this program does not read.
    #[error("gazetteer format {0} is not supported")]
    Format(u32),
    /// A part is missing, too short, or does not fit the digest.
    #[error("gazetteer file is damaged: {0}")]
    Damaged(&'static str),
    /// What was given to the builder cannot be written.
    #[error("cannot write gazetteer: {0}")]
    Build(String),
}

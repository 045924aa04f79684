//! The order of the stages: from bytes to a record.

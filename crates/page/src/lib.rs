//! From bytes to a report: encoding, type, story text, metadata, and what is not story.

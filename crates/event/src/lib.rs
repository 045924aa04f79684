//! From a reading to a record: events, claims, their fields and how they hang together.

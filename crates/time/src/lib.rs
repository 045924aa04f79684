//! Temporal expressions: found, normalised after TIMEX3, and turned into intervals.

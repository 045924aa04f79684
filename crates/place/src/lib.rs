//! Toponyms: found in text and resolved against the gazetteer.

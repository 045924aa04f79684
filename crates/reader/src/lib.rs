//! The lexical reader: marks triggers, roles, attributions and links in a document.

//! Actors: states, armed forces, groups, organisations and persons, found and named.

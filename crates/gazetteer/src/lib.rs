//! Names of places, compiled into one file that is used without parsing.

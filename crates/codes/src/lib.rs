//! The code tables of the field: PLOVER, CAMEO, ACLED and UCDP, and how our types map to them.

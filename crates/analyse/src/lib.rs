//! From an outcome to measures: definitions and sources.

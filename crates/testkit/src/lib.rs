//! Generators of random campaigns and the golden runner, for tests only.

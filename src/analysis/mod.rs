//! One method a file, each citing its source. Pure: same input, same seed, same output on any number of threads.

pub mod simulate;

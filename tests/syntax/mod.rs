//! The parser against what PowerShell does, its speed, and input that nobody would write.

mod cells;
mod corpus;
mod errors;
mod grammar;
mod robust;
mod trees;
mod world;

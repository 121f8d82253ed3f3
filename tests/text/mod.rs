//! The text layer against what PowerShell printed (`tables/formats.tsv`), and its parts by hand.

mod compare;
mod formats;
mod literal;
mod parsing;
mod robust;

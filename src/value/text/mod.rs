//! Text of values: .NET format strings, cultures, wildcards and regular expressions.

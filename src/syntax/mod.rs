//! Text to tree: lexer, parser and syntax tree. The only place that names nom.

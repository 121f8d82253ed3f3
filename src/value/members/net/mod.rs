//! Mail addresses and messages as data, IP addresses, HTML and URL text.

mod mail;
mod web;

use super::implementation::TypeImpl;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[mail::ADDRESS, mail::MESSAGE, web::HTML, web::HTTP, web::IP];

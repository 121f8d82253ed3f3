//! Mail addresses and messages as data, IP addresses, HTML and URL text.

mod mail;
mod web;

use super::implementation::TypeImpl;

pub use mail::address_parts;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[mail::ADDRESS, mail::MESSAGE, mail::CLIENT, web::HTML, web::HTTP, web::IP];

//! Mail addresses and messages as data, IP addresses, HTML and URL text.

mod mail;
mod mail_part;
mod web;

use super::implementation::TypeImpl;

pub use mail::address_parts;
pub use mail_part::attachment_of;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[
    mail::ADDRESS,
    mail::MESSAGE,
    mail::CLIENT,
    mail_part::ATTACHMENT,
    mail_part::VIEW,
    mail_part::RESOURCE,
    web::HTML,
    web::HTTP,
    web::IP,
];

//! The mails: goldens, secrecy, lints of the HTML, headers, the outbox and its transports.

mod dkim;
mod goldens;
mod headers;
mod html_lint;
mod lint;
mod outbox;
mod phone;
mod samples;
mod secrecy;
mod smtp;
mod templates;

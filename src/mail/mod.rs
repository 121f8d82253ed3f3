//! From a notification to a rendered mail, its queue and its transport.
//!
//! [`Renderer::render`] writes the mail of a notification from the templates; [`outbox::Outbox`]
//! queues it; [`message`] builds its MIME bytes; a [`transport::Transport`] takes them away. Who is
//! told what is decided in `notify`; what happens first and what together, in `dispatch`.

pub mod address;
mod body;
mod date;
pub mod delivery;
pub mod dkim;
pub mod extra;
pub mod gate;
pub mod letter;
pub mod lint;
pub mod message;
pub mod outbox;
pub mod phone;
mod prepared;
pub mod private_file;
mod render;
pub mod templates;
pub mod texts;
pub mod transport;

pub use address::{AddressError, Mailbox};
pub use body::Body;
pub use message::MessageId;
pub use outbox::{Item, MailFilter, MailId, MailState, Outbox};
pub use render::{Mail, RenderError, Renderer, fields_of};
pub use templates::TemplateError;

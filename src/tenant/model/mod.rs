//! What a tenant is made of.

mod conference_id;
mod guid;
mod number;
mod pin;
mod settings;

pub use conference_id::{ConferenceId, MEETING_ID_DIGITS, USER_ID_DIGITS};
pub use guid::Guid;
pub use jiff::Timestamp;
pub use number::Number;
pub use pin::{ExposedPin, MASKED_PIN, PIN_LENGTHS, Pin};
pub use settings::{Announcements, FederatedDialOut, Masking, Named, Setting, Settings};

//! How identifiers and numbers stand in JSON: as the text they print.

use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::{ConferenceId, Country, Guid, Number};

macro_rules! text_form {
    ($($type:ident, $what:literal;)+) => {
        $(
            impl Serialize for $type {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $type {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    struct Text;
                    impl Visitor<'_> for Text {
                        type Value = $type;
                        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                            f.write_str($what)
                        }
                        fn visit_str<E: de::Error>(self, text: &str) -> Result<$type, E> {
                            $type::parse(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
                        }
                    }
                    deserializer.deserialize_str(Text)
                }
            }
        )+
    };
}

text_form! {
    Guid, "a GUID";
    Number, "a telephone number of 3 to 15 digits";
    ConferenceId, "a conference ID of 7 to 9 digits";
    Country, "a country code of two letters";
}

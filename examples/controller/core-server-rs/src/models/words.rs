//! Enums whose values are words, in requests, in answers and in the database.

/// The words are taken as tokens: of a literal of a macro utoipa does not see the text.
///
/// Makes such an enum, with `check` for requests, `as_str` and `FromStr` for the database.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($variant:ident = $word:tt,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize, serde::Serialize, utoipa::ToSchema)]
        pub enum $name {
            $(#[serde(rename = $word)] $variant,)+
        }

        impl $name {
            const WORDS: &[(&'static str, Self)] = &[$(($word, Self::$variant)),+];

            pub fn check(value: &serde_json::Value) -> fastapi_answers::Checked<Self> {
                fastapi_answers::choice(value, Self::WORDS)
            }

            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(stored: &str) -> Result<Self, String> {
                let found = Self::WORDS.iter().find(|(word, _)| *word == stored);
                found
                    .map(|(_, value)| *value)
                    .ok_or_else(|| format!("{stored} is no {}", stringify!($name)))
            }
        }
    };
}

pub(crate) use words;

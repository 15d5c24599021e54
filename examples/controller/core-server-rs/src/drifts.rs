//! Wrong behaviour on purpose, so that the parity check has something to find.
//!
//! Only with the cargo feature `drifts`, and only what `CORE_DRIFTS=name,name` switches on; `drifts.yaml` lists them.

#[cfg(feature = "drifts")]
mod planted;

use axum::Router;
use serde::Serializer;

use crate::app::App;
use crate::timestamp::Timestamp;

use switches::{null_left_out, utc_offset};

pub use switches::configure;

/// Puts the drifts of single endpoints around the router.
#[cfg(feature = "drifts")]
pub fn plant(router: Router, app: App) -> Router {
    planted::plant(router, app)
}

#[cfg(not(feature = "drifts"))]
pub fn plant(router: Router, _app: App) -> Router {
    router
}

/// Puts the drifts of the whole server around all that answers.
#[cfg(feature = "drifts")]
pub fn plant_around(router: Router) -> Router {
    planted::of_server::plant(router)
}

#[cfg(not(feature = "drifts"))]
pub fn plant_around(router: Router) -> Router {
    router
}

/// For `skip_serializing_if`.
pub fn leaves_out<T>(value: &Option<T>) -> bool {
    null_left_out() && value.is_none()
}

/// For `serialize_with` on the times of a node.
pub fn write_time<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    if utc_offset() {
        serializer.collect_str(&time.to_string().replace('Z', "+00:00"))
    } else {
        serializer.collect_str(time)
    }
}

/// For `serialize_with` on the times of a node that may be null.
pub fn write_optional_time<S: Serializer>(
    time: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => write_time(time, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(not(feature = "drifts"))]
mod switches {
    use crate::errors::StartError;

    pub const fn configure() -> Result<(), StartError> {
        Ok(())
    }

    pub const fn utc_offset() -> bool {
        false
    }

    pub const fn null_left_out() -> bool {
        false
    }
}

#[cfg(feature = "drifts")]
mod switches {
    use std::sync::OnceLock;

    use super::planted;
    use crate::errors::StartError;

    const NAMES: [&str; 2] = ["utc-offset", "null-left-out"];

    static SWITCHED_ON: OnceLock<Vec<&'static str>> = OnceLock::new();

    /// Reads `CORE_DRIFTS`; an unknown name is an error.
    pub fn configure() -> Result<(), StartError> {
        let names = parse(&std::env::var("CORE_DRIFTS").unwrap_or_default())?;
        SWITCHED_ON.get_or_init(|| names);
        Ok(())
    }

    pub fn utc_offset() -> bool {
        is_on("utc-offset")
    }

    pub fn null_left_out() -> bool {
        is_on("null-left-out")
    }

    pub fn is_on(name: &str) -> bool {
        SWITCHED_ON.get().is_some_and(|names| names.contains(&name))
    }

    fn parse(list: &str) -> Result<Vec<&'static str>, StartError> {
        list.split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(find)
            .collect()
    }

    fn find(name: &str) -> Result<&'static str, StartError> {
        let mut all = NAMES.into_iter().chain(planted::names());
        all.find(|known| *known == name).ok_or_else(|| {
            StartError::new(format!(
                "CORE_DRIFTS names the unknown drift {name}; there are {}.",
                NAMES
                    .into_iter()
                    .chain(planted::names())
                    .collect::<Vec<_>>()
                    .join(", ")
            ))
        })
    }

    #[cfg(test)]
    mod tests {
        use super::parse;

        #[test]
        fn an_unknown_name_is_refused() {
            assert_eq!(
                parse("utc-offset, null-left-out").unwrap(),
                ["utc-offset", "null-left-out"]
            );
            assert!(parse("").unwrap().is_empty());
            assert!(parse("utc-ofset").is_err());
        }
    }
}

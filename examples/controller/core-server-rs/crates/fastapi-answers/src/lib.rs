//! Lets an axum server read requests, and refuse them, as FastAPI and pydantic 2 do.
//!
//! A handler takes [`Valid`] or [`Guarded`], whose type says by [`Arguments`] what it wants of path,
//! query and body. [`like_fastapi`] around the finished router sees to paths, methods and slashes.

mod datetimes;
mod decimals;
mod decoded_path;
mod error;
mod extract;
mod fields;
pub mod json;
mod json_syntax;
mod rejection;
mod routing;
mod values;

pub use datetimes::{aware_datetime, datetime_text};
pub use decimals::{Decimal, decimal};
pub use error::{Fault, Faults, LocationStep, ValidationError};
pub use extract::{Arguments, Guarded, RequestInput, Valid};
pub use fields::Fields;
pub use rejection::{ErrorDetail, Rejection, ValidationErrors, detail};
pub use routing::{Slashes, like_fastapi, not_found};
pub use values::booleans::boolean;
pub use values::collections::{list, model, object, tagged};
pub use values::integers::integer_between;
pub use values::numbers::number_between;
pub use values::texts::{choice, text, text_matching, uuid};
pub use values::{Checked, nullable};

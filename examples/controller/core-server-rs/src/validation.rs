//! Reads requests as FastAPI and pydantic 2 do, and refuses them in the same words.

mod error;
mod extract;
mod fields;
pub mod json;
mod json_syntax;
mod times;
mod values;

pub use error::ValidationError;
pub use extract::{Arguments, Authenticated, RequestInput, Valid};
pub use times::time;
pub use values::{
    Checked, boolean, choice, integer, non_negative_number, nullable, object, text, uuid,
};

//! What the API takes and answers, with its place in the contract.

mod account;
mod node;

pub use account::{Credentials, NewSession, Session, User};
pub use node::{Node, NodeId, NodeInput, NodePage, NodeQuery, NodeStatus};

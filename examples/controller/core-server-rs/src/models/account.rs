//! Users, their sessions and their tokens.

use fastapi_answers::{
    Arguments, Checked, Fields, RequestInput, ValidationError, boolean, choice, list, nullable,
    text, uuid,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::store::{parse_column, parse_json_column, parse_optional_column};
use crate::timestamp::{Timestamp, time};

#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Capability {
    View,
    Control,
    Admin,
}

impl Capability {
    pub const ALL: [Self; 3] = [Self::View, Self::Control, Self::Admin];

    fn check(value: &Value) -> Checked<Self> {
        let named = [
            ("view", Self::View),
            ("control", Self::Control),
            ("admin", Self::Admin),
        ];
        choice(value, &named)
    }
}

/// Each once, in the order of the enum.
fn in_order(mut capabilities: Vec<Capability>) -> Vec<Capability> {
    capabilities.sort();
    capabilities.dedup();
    capabilities
}

#[derive(ToSchema)]
pub struct Credentials {
    #[schema(min_length = 1, max_length = 64)]
    pub username: String,
    #[schema(min_length = 1, max_length = 128)]
    pub password: String,
}

impl Arguments for Credentials {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let username = body.required("username", text(1, 64));
        let password = body.required("password", text(1, 128));
        Some(Self {
            username: username?,
            password: password?,
        })
    }
}

#[derive(ToSchema)]
pub struct FirstUser {
    #[schema(min_length = 1, max_length = 64)]
    pub username: String,
    #[schema(min_length = 1, max_length = 128)]
    pub display_name: String,
    #[schema(min_length = 8, max_length = 128)]
    pub password: String,
}

impl FirstUser {
    fn read_fields(body: &mut Fields) -> Option<Self> {
        let username = body.required("username", text(1, 64));
        let display_name = body.required("display_name", text(1, 128));
        let password = body.required("password", text(8, 128));
        Some(Self {
            username: username?,
            display_name: display_name?,
            password: password?,
        })
    }
}

impl Arguments for FirstUser {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        Self::read_fields(&mut input.body_fields(errors)?)
    }
}

#[derive(ToSchema)]
pub struct NewUser {
    #[schema(min_length = 1, max_length = 64)]
    pub username: String,
    #[schema(min_length = 1, max_length = 128)]
    pub display_name: String,
    #[schema(min_length = 8, max_length = 128)]
    pub password: String,
    #[schema(required = false, max_items = 8)]
    pub capabilities: Vec<Capability>,
}

impl Arguments for NewUser {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let user = FirstUser::read_fields(&mut body);
        let capabilities = body.or_default(
            "capabilities",
            vec![Capability::View],
            list(0, 8, Capability::check),
        );
        let FirstUser {
            username,
            display_name,
            password,
        } = user?;
        Some(Self {
            username,
            display_name,
            password,
            capabilities: in_order(capabilities?),
        })
    }
}

/// All that an administrator sets of a user; without a password the old one stays.
#[derive(ToSchema)]
pub struct UserInput {
    #[schema(min_length = 1, max_length = 128)]
    pub display_name: String,
    #[schema(max_items = 8)]
    pub capabilities: Vec<Capability>,
    #[schema(required = false, default = true)]
    pub is_enabled: bool,
    #[schema(min_length = 8, max_length = 128)]
    pub password: Option<String>,
}

impl Arguments for UserInput {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let display_name = body.required("display_name", text(1, 128));
        let capabilities = body.required("capabilities", list(0, 8, Capability::check));
        let is_enabled = body.or_default("is_enabled", true, boolean);
        let password = body.or_default("password", None, nullable(text(8, 128)));
        Some(Self {
            display_name: display_name?,
            capabilities: in_order(capabilities?),
            is_enabled: is_enabled?,
            password: password?,
        })
    }
}

/// The `{user_id}` of a path.
pub struct UserId(pub Uuid);

impl Arguments for UserId {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut path = input.path_fields(errors);
        path.required("user_id", uuid).map(Self)
    }
}

#[derive(Clone, Serialize, ToSchema)]
pub struct User {
    pub id: Uuid,
    pub username: String,
    pub display_name: String,
    pub capabilities: Vec<Capability>,
    pub is_enabled: bool,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl User {
    pub fn is_administrator(&self) -> bool {
        self.is_enabled && self.capabilities.contains(&Capability::Admin)
    }
}

impl FromRow<'_, AnyRow> for User {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: parse_column(row, "id")?,
            username: row.try_get("username")?,
            display_name: row.try_get("display_name")?,
            capabilities: parse_json_column(row, "capabilities")?,
            is_enabled: row.try_get::<i64, _>("is_enabled")? != 0,
            created_at: parse_column(row, "created_at")?,
        })
    }
}

/// The answer to a login.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// Opaque; the server keeps only its hash.
    pub token: String,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    pub user: User,
}

/// A session as it is stored.
pub struct NewSession {
    pub id: Uuid,
    pub user_id: Uuid,
    pub token_hash: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

#[derive(ToSchema)]
pub struct NewToken {
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    #[schema(required = false, max_items = 8)]
    pub capabilities: Vec<Capability>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
}

impl Arguments for NewToken {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let name = body.required("name", text(1, 64));
        let capabilities = body.or_default(
            "capabilities",
            vec![Capability::View],
            list(0, 8, Capability::check),
        );
        let expires_at = body.or_default("expires_at", None, nullable(time));
        Some(Self {
            name: name?,
            capabilities: in_order(capabilities?),
            expires_at: expires_at?,
        })
    }
}

/// The `{token_id}` of a path.
pub struct TokenId(pub Uuid);

impl Arguments for TokenId {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut path = input.path_fields(errors);
        path.required("token_id", uuid).map(Self)
    }
}

/// A token for programs.
#[derive(Serialize, ToSchema)]
pub struct Token {
    pub id: Uuid,
    pub name: String,
    pub capabilities: Vec<Capability>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
}

impl FromRow<'_, AnyRow> for Token {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: parse_column(row, "id")?,
            name: row.try_get("name")?,
            capabilities: parse_json_column(row, "capabilities")?,
            created_at: parse_column(row, "created_at")?,
            expires_at: parse_optional_column(row, "expires_at")?,
        })
    }
}

/// A token that was just made.
#[derive(Serialize, ToSchema)]
pub struct ShownToken {
    #[serde(flatten)]
    pub about: Token,
    /// Shown this once; the server keeps only its hash.
    pub token: String,
}

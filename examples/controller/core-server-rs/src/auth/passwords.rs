//! Passwords by argon2id; each server accepts what the other made.

use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use uuid::Uuid;

use crate::errors::ApiError;

/// The parameters that RFC 9106 recommends where memory is short; the Python server has the same.
fn hasher() -> Argon2<'static> {
    let params = Params::new(65536, 3, 4, Some(32)).expect("parameters of the RFC");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

pub async fn hash_password(password: String) -> Result<String, ApiError> {
    slowly(move || {
        let salt = SaltString::encode_b64(Uuid::new_v4().as_bytes()).map_err(ApiError::internal)?;
        let hash = hasher().hash_password(password.as_bytes(), &salt);
        Ok(hash.map_err(ApiError::internal)?.to_string())
    })
    .await
}

pub async fn is_password(hash: String, password: String) -> Result<bool, ApiError> {
    slowly(move || {
        Ok(PasswordHash::new(&hash)
            .is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok()))
    })
    .await
}

/// A hash is slow by design, too slow for a thread that serves other requests.
async fn slowly<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(ApiError::internal)?
}

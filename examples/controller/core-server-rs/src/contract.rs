//! The contract: what the clients may rely on, whichever server answers.

mod dashboard;

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::routes::{auth, health, nodes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Controller core server",
        description = "Accounts, nodes and the dashboard's state."
    ),
    paths(
        health::read_health,
        auth::log_in,
        auth::read_current_user,
        nodes::list_nodes,
        nodes::create_node,
        nodes::read_node,
        nodes::replace_node,
        nodes::delete_node,
        dashboard::dashboard_state,
    ),
    modifiers(&BearerToken)
)]
struct Contract;

struct BearerToken;

impl Modify for BearerToken {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The token that a login answers."))
            .build();
        openapi
            .components
            .get_or_insert_default()
            .add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// The contract as `openapi/openapi.json` holds it.
pub fn to_json() -> String {
    let mut contract = Contract::openapi();
    // Without a licence in Cargo.toml utoipa writes one without a name.
    contract.info.license = None;
    let json = contract
        .to_pretty_json()
        .expect("the contract holds only strings, numbers and maps of strings");
    json + "\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_contract_is_up_to_date() {
        let committed = include_str!("../../openapi/openapi.json");
        assert!(super::to_json() == committed, "run `make openapi`");
    }
}

//! The contract: what the clients may rely on, whichever server answers.

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::routes::{
    adoption, auth, backups, dashboard, events, health, nodes, outputs, readings, schedules,
    sensors, tokens, users,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Controller core server",
        description = "Accounts, nodes and the dashboard's state."
    ),
    paths(
        health::read_health,
        auth::bootstrap,
        auth::log_in,
        auth::log_out,
        auth::read_current_user,
        users::list_users,
        users::create_user,
        users::replace_user,
        users::delete_user,
        tokens::list_tokens,
        tokens::create_token,
        tokens::delete_token,
        nodes::list_nodes,
        nodes::create_node,
        nodes::read_node,
        nodes::replace_node,
        nodes::delete_node,
        nodes::reorder_nodes,
        sensors::list_sensors,
        sensors::create_sensor,
        sensors::read_sensor,
        sensors::replace_sensor,
        sensors::delete_sensor,
        readings::add_readings,
        readings::list_readings,
        readings::read_history,
        outputs::list_outputs,
        outputs::create_output,
        outputs::read_output,
        outputs::replace_output,
        outputs::delete_output,
        outputs::command_output,
        outputs::list_commands,
        schedules::list_schedules,
        schedules::create_schedule,
        schedules::read_schedule,
        schedules::replace_schedule,
        schedules::delete_schedule,
        schedules::read_calendar,
        backups::list_backups,
        backups::create_backup,
        backups::download_backup,
        backups::restore_backup,
        adoption::list_candidates,
        adoption::adopt,
        adoption::forget,
        events::stream_events,
        dashboard::read_dashboard_state,
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

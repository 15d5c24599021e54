"""`python -m core_server serve --port N`, `… migrate` and `… openapi`."""

import argparse
import json
import sys

import uvicorn

from core_server.app import create_app
from core_server.db import create_database_engine
from core_server.errors import StartError
from core_server.migrate import migrate, require_migrated
from core_server.network import list_seen
from core_server.settings import read_settings


def main() -> int:
    arguments = parse_arguments()
    try:
        if arguments.command == "serve":
            serve(arguments.port, arguments.access_log)
        elif arguments.command == "openapi":
            print_openapi()
        else:
            apply_migrations()
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="core_server", description="The controller's core server."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serve_command = commands.add_parser("serve", help="answer on loopback")
    serve_command.add_argument("--port", type=int, required=True)
    serve_command.add_argument("--access-log", action="store_true", help="log every request")
    commands.add_parser("migrate", help="apply the missing migrations")
    commands.add_parser("openapi", help="print the OpenAPI document")
    return parser.parse_args()


def serve(port: int, access_log: bool) -> None:
    settings = read_settings()
    engine = create_database_engine(settings.database)
    require_migrated(engine, settings.database)
    list_seen()
    uvicorn.run(
        create_app(engine),
        host="127.0.0.1",
        port=port,
        access_log=access_log,
        # A stream of events has no end of its own.
        timeout_graceful_shutdown=1,
        log_level="info" if access_log else "warning",
    )


def print_openapi() -> None:
    app = create_app(create_database_engine(read_settings().database))
    print(json.dumps(app.openapi(), indent=2))


def apply_migrations() -> None:
    engine = create_database_engine(read_settings().database)
    applied = migrate(engine)
    print("applied: " + ", ".join(applied) if applied else "nothing to apply")


if __name__ == "__main__":
    sys.exit(main())

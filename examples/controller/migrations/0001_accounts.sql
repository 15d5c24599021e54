-- Users, their sessions, and the record of migrations itself.
--
-- Rules for every file in this folder:
--   * plain SQL that SQLite and PostgreSQL both accept; applied in name order, each file once;
--   * a file ends by recording itself, so whoever executes it leaves the same record;
--   * uuid, time (RFC 3339, UTC, always six digits of a second, so that text order is time order)
--     and JSON are TEXT.

CREATE TABLE schema_migrations (
    version TEXT PRIMARY KEY,
    description TEXT NOT NULL
);

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    token_hash TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);

INSERT INTO schema_migrations (version, description) VALUES ('0001', 'accounts');

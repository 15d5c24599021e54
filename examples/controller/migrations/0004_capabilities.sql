-- What a user may do, and tokens for programs.
--
-- Capabilities are a JSON list of `view`, `control` and `admin`, in that order.

ALTER TABLE users ADD COLUMN capabilities TEXT NOT NULL DEFAULT '["view","control","admin"]';

ALTER TABLE users ADD COLUMN is_enabled BOOLEAN NOT NULL DEFAULT TRUE;

CREATE TABLE api_tokens (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    capabilities TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT
);

CREATE INDEX sessions_user_id ON sessions (user_id);

CREATE INDEX api_tokens_user_id ON api_tokens (user_id, created_at, id);

INSERT INTO schema_migrations (version, description) VALUES ('0004', 'capabilities');

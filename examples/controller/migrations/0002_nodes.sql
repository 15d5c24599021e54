-- The machines that the controller looks after.

CREATE TABLE nodes (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('online', 'offline', 'maintenance')),
    address TEXT,
    agent_port BIGINT NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    load_average DOUBLE PRECISION,
    uptime_seconds DOUBLE PRECISION NOT NULL,
    bytes_sent BIGINT NOT NULL,
    last_seen_at TEXT,
    config TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);

INSERT INTO schema_migrations (version, description) VALUES ('0002', 'nodes');

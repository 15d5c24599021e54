-- What nodes measure and what they switch.
--
-- A calibration offset is a decimal, kept as the text that it was given as.

CREATE TABLE sensors (
    id TEXT PRIMARY KEY,
    node_id TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('temperature', 'level', 'voltage')),
    unit TEXT NOT NULL,
    calibration_offset TEXT,
    is_enabled BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (node_id, name)
);

CREATE TABLE readings (
    sensor_id TEXT NOT NULL REFERENCES sensors (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (sensor_id, at)
);

CREATE TABLE outputs (
    id TEXT PRIMARY KEY,
    node_id TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('relay', 'dimmer')),
    level BIGINT NOT NULL,
    is_locked BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (node_id, name)
);

CREATE TABLE commands (
    id TEXT PRIMARY KEY,
    output_id TEXT NOT NULL REFERENCES outputs (id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users (id) ON DELETE SET NULL,
    action TEXT NOT NULL,
    level BIGINT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE INDEX commands_output_id ON commands (output_id, created_at, id);

INSERT INTO schema_migrations (version, description) VALUES ('0006', 'sensors_outputs');

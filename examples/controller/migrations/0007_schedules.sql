-- When outputs are switched by themselves; a rule is JSON, in the words of the API.

CREATE TABLE schedules (
    id TEXT PRIMARY KEY,
    output_id TEXT NOT NULL REFERENCES outputs (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    rule TEXT NOT NULL,
    level BIGINT NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);

CREATE INDEX schedules_created_at ON schedules (created_at, id);

INSERT INTO schema_migrations (version, description) VALUES ('0007', 'schedules');

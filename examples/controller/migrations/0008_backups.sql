-- What a node was like; the content is the JSON that a client downloads.

CREATE TABLE backups (
    id TEXT PRIMARY KEY,
    node_id TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    content TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE INDEX backups_node_id ON backups (node_id, created_at, id);

INSERT INTO schema_migrations (version, description) VALUES ('0008', 'backups');

-- The order that people give to nodes; those that nobody has moved share a place, oldest first.

ALTER TABLE nodes ADD COLUMN position BIGINT NOT NULL DEFAULT 0;

CREATE INDEX nodes_position ON nodes (position, created_at, id);

INSERT INTO schema_migrations (version, description) VALUES ('0005', 'node_position');

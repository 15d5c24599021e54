-- Lists are ordered by age, and often narrowed by status.

CREATE INDEX nodes_created_at ON nodes (created_at, id);

CREATE INDEX nodes_status ON nodes (status);

INSERT INTO schema_migrations (version, description) VALUES ('0003', 'node_order');

-- What became of machines that were seen on the network, and what is told live.
--
-- A machine without a node is forgotten; one whose node is deleted is new again.

CREATE TABLE adoptions (
    mac TEXT PRIMARY KEY,
    node_id TEXT REFERENCES nodes (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL
);

CREATE TABLE events (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    created_at TEXT NOT NULL
);

-- One row; whoever tells an event takes the next number here, and so waits for who did before.
CREATE TABLE event_counter (
    last BIGINT NOT NULL
);

INSERT INTO event_counter (last) VALUES (0);

INSERT INTO schema_migrations (version, description) VALUES ('0009', 'adoption');

-- One user and seven nodes, the same for every run.
--
-- The password of `admin` is `harbour-master` (argon2id with cheap parameters: a seed, not a secret).
-- Each node is here for something that two servers write differently:
--   1 north-gate     plain, with every field set
--   2 Süd-Brücke     umlauts, emoji; a node that answers nulls; same age as 1 and 3
--   3 港-控制器       CJK text; nested JSON, with numbers of both kinds
--   4 deep-counter   a counter past 2^53, which a double rounds
--   5 full-counter   a counter past 2^62; very large and very small floats
--   6 quiet-pier     times without fractions, never seen, all defaults
--   7 old-lighthouse a time of one microsecond; 0.1 + 0.2
-- Uptimes add up exactly, so that no version of SQLite sums them differently.
INSERT INTO users (id, username, display_name, password_hash, created_at) VALUES
    ('00000000-0000-4000-8000-000000000001', 'admin', 'Ada Hafenmeisterin ⚓',
     '$argon2id$v=19$m=1024,t=1,p=1$cG9ydG9sYW4tZXhhbXBsZQ$TcMwSy+pLW1A5nqnxSptP1uXSGR99t6LzdQL8jsDkdw',
     '2024-01-01T00:00:00.000000Z');

INSERT INTO nodes (id, name, status, address, agent_port, is_enabled, load_average, uptime_seconds,
                   bytes_sent, last_seen_at, config, created_at, updated_at) VALUES
    ('00000000-0000-4000-8000-0000000000a1', 'north-gate', 'online', '10.0.4.11', 9443, TRUE,
     0.75, 86400.5, 1048576, '2024-05-04T10:15:30.250000Z',
     '{"region":"north","tags":["gate","outdoor"]}',
     '2024-03-01T08:00:00.000000Z', '2024-05-04T10:15:30.250000Z'),
    ('00000000-0000-4000-8000-0000000000a2', 'Süd-Brücke 🌉', 'offline', NULL, 9443, FALSE,
     NULL, 0.0, 0, NULL,
     '{"comment":"außer Betrieb – \"bis Mai\"","owner":null}',
     '2024-03-01T08:00:00.000000Z', '2024-03-01T08:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000a3', '港-控制器', 'online', 'harbour.example', 8443, TRUE,
     2.0, 3600.0, 52428800, '2024-05-04T10:15:30.000000Z',
     '{"位置":{"lat":35.6,"lon":139.75,"floor":3},"limits":{"cpu":1.0,"memory":2147483648,"swap":null},"z":true,"a":[1,2.5,{"deep":[]}]}',
     '2024-03-01T08:00:00.000000Z', '2024-05-04T10:15:30.000000Z'),
    ('00000000-0000-4000-8000-0000000000a4', 'deep-counter', 'online', '10.0.4.14', 9444, TRUE,
     0.3, 1234567.125, 9007199254740993, '2024-05-04T10:15:31.000001Z',
     '{"serial":9007199254740993}',
     '2024-03-02T09:30:00.500000Z', '2024-05-04T10:15:31.000001Z'),
    ('00000000-0000-4000-8000-0000000000a5', 'full-counter', 'maintenance', 'fd00::15', 65535, TRUE,
     0.00001, 4294967296.5, 4611686018427387905, '2024-05-03T23:59:59.999999Z',
     '{"tiny":1e-7,"huge":1e+21,"serial":12345678901234567890123}',
     '2024-03-03T00:00:00.000000Z', '2024-05-03T23:59:59.999999Z'),
    ('00000000-0000-4000-8000-0000000000a6', 'quiet-pier', 'offline', NULL, 9443, TRUE,
     NULL, 0.0, 0, NULL,
     '{}',
     '2024-03-04T12:00:00.000000Z', '2024-03-04T12:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000a7', 'old-lighthouse', 'maintenance', '10.0.4.17', 1, FALSE,
     0.30000000000000004, 0.125, 7, '1999-12-31T23:59:59.000000Z',
     '{"notes":""}',
     '1999-12-31T00:00:00.000001Z', '2024-02-29T12:00:00.000000Z');

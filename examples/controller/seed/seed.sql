-- The same rows for every run.
--
-- The password of every user is `harbour-master` (argon2id with cheap parameters: a seed, not a secret).
-- The operator's token was given more than its user may do by now.
INSERT INTO users (id, username, display_name, password_hash, created_at, capabilities, is_enabled)
VALUES
    ('00000000-0000-4000-8000-000000000001', 'admin', 'Ada Hafenmeisterin ⚓',
     '$argon2id$v=19$m=1024,t=1,p=1$cG9ydG9sYW4tZXhhbXBsZQ$TcMwSy+pLW1A5nqnxSptP1uXSGR99t6LzdQL8jsDkdw',
     '2024-01-01T00:00:00.000000Z', '["view","control","admin"]', TRUE),
    ('00000000-0000-4000-8000-000000000002', 'operator', 'Ole',
     '$argon2id$v=19$m=1024,t=1,p=1$cG9ydG9sYW4tZXhhbXBsZQ$TcMwSy+pLW1A5nqnxSptP1uXSGR99t6LzdQL8jsDkdw',
     '2024-01-02T00:00:00.000000Z', '["view","control"]', TRUE),
    ('00000000-0000-4000-8000-000000000003', 'viewer', '灯台守',
     '$argon2id$v=19$m=1024,t=1,p=1$cG9ydG9sYW4tZXhhbXBsZQ$TcMwSy+pLW1A5nqnxSptP1uXSGR99t6LzdQL8jsDkdw',
     '2024-01-02T00:00:00.000000Z', '["view"]', TRUE),
    ('00000000-0000-4000-8000-000000000004', 'gone', 'Gone since 1999',
     '$argon2id$v=19$m=1024,t=1,p=1$cG9ydG9sYW4tZXhhbXBsZQ$TcMwSy+pLW1A5nqnxSptP1uXSGR99t6LzdQL8jsDkdw',
     '1999-12-31T23:59:59.999999Z', '["view","admin"]', FALSE);

-- The tokens themselves are `core_` and one digit, forty times: 1 for admin, 2 for operator, 3 for
-- viewer, 4 for a token that has expired, 5 for one of the user who is gone.
INSERT INTO api_tokens (id, user_id, name, token_hash, capabilities, created_at, expires_at) VALUES
    ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-000000000001', 'tide gauge',
     'ddce9cd3fc00e684070573b0f6fe9fe393534e3a9a6ece7bbd8283f67d64b92d',
     '["view","control"]', '2024-02-01T00:00:00.000000Z', NULL),
    ('00000000-0000-4000-8000-0000000000b4', '00000000-0000-4000-8000-000000000001', 'last year''s',
     '078f7c53148220a2b3141de81cc3dd4aef59c9b7f74dec163455e2ad42f1b85c',
     '["view","control","admin"]', '2024-02-01T00:00:00.000000Z', '2024-12-31T23:59:59.500000Z'),
    ('00000000-0000-4000-8000-0000000000b2', '00000000-0000-4000-8000-000000000002', 'crane №2',
     '5533552ff00a63de0aac361c8415f2a2529784859cba5b25921dd4c99b542abe',
     '["view","control","admin"]', '2024-02-02T00:00:00.000000Z', NULL),
    ('00000000-0000-4000-8000-0000000000b3', '00000000-0000-4000-8000-000000000003', 'screen',
     '5fa8679697e76bdeaad66184278101d6348c254214703d7066695fc53845a0a4',
     '["view"]', '2024-02-03T00:00:00.000000Z', '9999-12-31T23:59:59.999999Z'),
    ('00000000-0000-4000-8000-0000000000b5', '00000000-0000-4000-8000-000000000004', 'forgotten',
     '5767db91663b56023c3b59a4468196df019583001f9025d45b6a741b2b0a37d2',
     '["view"]', '1999-12-31T23:59:59.999999Z', NULL);

-- Each node is here for something that two servers write differently:
--   1 north-gate     plain, with every field set
--   2 Süd-Brücke     umlauts, emoji; a node that answers nulls; same age as 1 and 3
--   3 港-控制器       CJK text; nested JSON, with numbers of both kinds
--   4 deep-counter   a counter past 2^53, which a double rounds
--   5 full-counter   a counter past 2^62; very large and very small floats
--   6 quiet-pier     times without fractions, never seen, all defaults
--   7 old-lighthouse a time of one microsecond; 0.1 + 0.2
-- Uptimes add up exactly, so that no version of SQLite sums them differently.
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

-- Sensors: 1 and 2 are of one age and one node, 3 is on another node under the same name, 4 has no readings.
INSERT INTO sensors (id, node_id, name, kind, unit, calibration_offset, is_enabled, created_at, updated_at) VALUES
    ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000a1', 'Pegel 100%', 'level', 'cm',
     '-1.50', TRUE, '2024-03-01T08:00:00.000000Z', '2024-03-01T08:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000c2', '00000000-0000-4000-8000-0000000000a1', 'air', 'temperature', '°C',
     '0.250', TRUE, '2024-03-01T08:00:00.000000Z', '2024-03-01T08:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000c3', '00000000-0000-4000-8000-0000000000a3', 'air', 'temperature', '°C',
     NULL, FALSE, '2024-03-02T08:00:00.500000Z', '2024-03-02T08:00:00.500000Z'),
    ('00000000-0000-4000-8000-0000000000c4', '00000000-0000-4000-8000-0000000000a4', 'BATTERY_1', 'voltage', 'V',
     '0', TRUE, '2024-03-03T08:00:00.000000Z', '2024-03-03T08:00:00.000000Z');

-- Readings: around midnight, on the border of an hour, before 1970, ties that round to even, large and small.
INSERT INTO readings (sensor_id, at, value) VALUES
    ('00000000-0000-4000-8000-0000000000c1', '1969-12-31T23:59:59.999999Z', -1.0),
    ('00000000-0000-4000-8000-0000000000c1', '1970-01-01T00:00:00.000000Z', 1.0),
    ('00000000-0000-4000-8000-0000000000c1', '2024-05-03T23:59:59.999999Z', 412.5),
    ('00000000-0000-4000-8000-0000000000c1', '2024-05-04T00:00:00.000000Z', 413.0),
    ('00000000-0000-4000-8000-0000000000c1', '2024-05-04T00:30:00.000000Z', 0.1),
    ('00000000-0000-4000-8000-0000000000c1', '2024-05-04T00:59:59.999999Z', 0.2),
    ('00000000-0000-4000-8000-0000000000c1', '2024-05-04T01:00:00.000000Z', 0.0625),
    ('00000000-0000-4000-8000-0000000000c1', '2024-05-04T02:15:00.250000Z', 0.1875),
    ('00000000-0000-4000-8000-0000000000c1', '2024-05-04T05:00:00.000000Z', 1e12),
    ('00000000-0000-4000-8000-0000000000c1', '2024-05-04T05:00:00.000001Z', 1e-7),
    ('00000000-0000-4000-8000-0000000000c1', '2024-05-05T00:00:00.000000Z', 420.0),
    ('00000000-0000-4000-8000-0000000000c2', '2024-03-31T00:59:59.000000Z', 7.125),
    ('00000000-0000-4000-8000-0000000000c2', '2024-03-31T01:00:00.000000Z', -0.0001),
    ('00000000-0000-4000-8000-0000000000c3', '2024-05-04T00:00:00.000000Z', 99.0);

INSERT INTO outputs (id, node_id, name, kind, level, is_locked, created_at, updated_at) VALUES
    ('00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-0000000000a1', 'lamp', 'dimmer', 40, FALSE,
     '2024-03-01T08:00:00.000000Z', '2024-05-04T10:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-0000000000a1', 'Schleuse №1', 'relay', 0, FALSE,
     '2024-03-01T08:00:00.000000Z', '2024-03-01T08:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000d3', '00000000-0000-4000-8000-0000000000a3', 'lamp', 'relay', 100, TRUE,
     '2024-03-01T08:00:00.000000Z', '2024-03-01T08:00:00.000000Z');

INSERT INTO commands (id, output_id, user_id, action, level, created_at) VALUES
    ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000d1',
     '00000000-0000-4000-8000-000000000002', 'on', 100, '2024-05-04T09:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-0000000000d1',
     NULL, 'set', 10, '2024-05-04T09:59:59.999999Z'),
    ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-0000000000d1',
     '00000000-0000-4000-8000-000000000001', 'set', 40, '2024-05-04T10:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000e4', '00000000-0000-4000-8000-0000000000d1',
     '00000000-0000-4000-8000-000000000003', 'set', 40, '2024-05-04T10:00:00.000000Z');

-- Schedules: 1 around the changes of clocks, 2 every ninety minutes, 3 not enabled, 4 and 5 at the same moments,
-- 6 in a zone whose clocks change by half an hour.
INSERT INTO schedules (id, output_id, name, time_zone, rule, level, is_enabled, created_at, updated_at) VALUES
    ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-0000000000d1', 'Nachtlicht', 'Europe/Berlin',
     '{"kind":"weekly","days":[6,7],"at":"02:30"}', 30, TRUE,
     '2024-01-01T00:00:00.000000Z', '2024-01-01T00:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000f2', '00000000-0000-4000-8000-0000000000d2', 'pump', 'UTC',
     '{"kind":"interval","every_minutes":90,"starts":"2024-03-30T23:15:00.500000Z"}', 100, TRUE,
     '2024-01-02T00:00:00.000000Z', '2024-01-02T00:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000f3', '00000000-0000-4000-8000-0000000000d2', 'asleep', 'UTC',
     '{"kind":"interval","every_minutes":1,"starts":"2000-01-01T00:00:00Z"}', 0, FALSE,
     '2024-01-02T00:00:00.000000Z', '2024-01-02T00:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000f5', '00000000-0000-4000-8000-0000000000d3', 'noon in London', 'Europe/London',
     '{"kind":"weekly","days":[1,2,3,4,5,6,7],"at":"12:00"}', 100, TRUE,
     '2024-01-03T00:00:00.000000Z', '2024-01-03T00:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000f4', '00000000-0000-4000-8000-0000000000d3', 'one in Berlin', 'Europe/Berlin',
     '{"kind":"weekly","days":[1,2,3,4,5,6,7],"at":"13:00"}', 0, TRUE,
     '2024-01-03T00:00:00.000000Z', '2024-01-03T00:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000f6', '00000000-0000-4000-8000-0000000000d1', 'far south', 'Australia/Lord_Howe',
     '{"kind":"weekly","days":[7],"at":"02:15"}', 1, TRUE,
     '2024-01-04T00:00:00.000000Z', '2024-01-04T00:00:00.000000Z');

-- Backups of north-gate: of what it was, twice at one moment; one under a name that another node has by now.
INSERT INTO backups (id, node_id, label, content, size_bytes, sha256, created_at) VALUES
    ('00000000-0000-4000-8000-0000000000ba', '00000000-0000-4000-8000-0000000000a1', 'vor dem Sturm 🌊',
     '{"format":1,"node":{"name":"north-gate","status":"maintenance","address":null,"agent_port":9443,"is_enabled":false,"config":{"region":"Nord ❄","huge":1e+21,"serial":9007199254740993}},"sensors":[{"name":"Pegel 100%","kind":"level","unit":"mm","calibration_offset":"-15.0","is_enabled":true},{"name":"salt","kind":"voltage","unit":"V","calibration_offset":null,"is_enabled":false}],"outputs":[{"name":"lamp","kind":"relay","is_locked":true},{"name":"horn","kind":"relay","is_locked":false}]}',
     492, 'f4ec23bfc9d6a0ab79d469bd9f5260b3c16522f9a82205433aa694c5eb0e99d3', '2024-04-01T00:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000bb', '00000000-0000-4000-8000-0000000000a1', '',
     '{"format":1,"node":{"name":"deep-counter","status":"online","address":"10.0.4.16","agent_port":1,"is_enabled":true,"config":{}},"sensors":[],"outputs":[]}',
     154, '94977c234e20f725dc842d6b0ae303ee1a78917833890512235229ab17f85096', '2024-04-01T00:00:00.000000Z'),
    ('00000000-0000-4000-8000-0000000000bc', '00000000-0000-4000-8000-0000000000a2', 'umlauts',
     '{"format":1,"node":{"name":"deep-counter","status":"online","address":"10.0.4.16","agent_port":1,"is_enabled":true,"config":{}},"sensors":[],"outputs":[]}',
     154, '94977c234e20f725dc842d6b0ae303ee1a78917833890512235229ab17f85096', '2024-04-01T00:00:00.000001Z');

-- Of the machines in network/seen.json the fifth is a node, the fourth is forgotten.
INSERT INTO adoptions (mac, node_id, created_at) VALUES
    ('02:00:5e:10:00:05', '00000000-0000-4000-8000-0000000000a7', '2024-02-29T12:00:00.000000Z'),
    ('02:00:5e:10:00:04', NULL, '2024-02-29T12:00:00.000000Z');

INSERT INTO events (id, kind, subject, detail, created_at) VALUES
    (1, 'adopted', '02:00:5e:10:00:05', '{"node_id":"00000000-0000-4000-8000-0000000000a7","name":"old-lighthouse"}',
     '2024-02-29T12:00:00.000000Z'),
    (2, 'forgotten', '02:00:5e:10:00:04', '{}', '2024-02-29T12:00:00.000000Z'),
    (3, 'switched', '00000000-0000-4000-8000-0000000000d1', '{"level":40,"by":"Ada ⚓"}', '2024-05-04T10:00:00.000000Z');

UPDATE event_counter SET last = 3;

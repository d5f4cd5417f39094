-- The way back from the units: which unit a case is for, what the unit says to
-- the citizen, and what was answered to a unit's program.

-- The slug of the unit that handles the case, and the case's place among all that
-- came in. Both are set when it comes in; the place goes by no clock, so that
-- whoever reads on after it misses nothing.
ALTER TABLE cases ADD COLUMN unit TEXT;
ALTER TABLE cases ADD COLUMN arrival INTEGER;

UPDATE cases SET arrival = numbered.arrival FROM
    (SELECT id, row_number() OVER (ORDER BY received_at, number) AS arrival
     FROM cases WHERE received_at IS NOT NULL) AS numbered
WHERE cases.id = numbered.id;

CREATE UNIQUE INDEX cases_by_arrival ON cases (arrival);
CREATE INDEX cases_by_unit ON cases (unit, arrival);

-- When a key was last used; written at most once a day.
ALTER TABLE unit_keys ADD COLUMN used_at INTEGER;

-- What a unit has said to the citizen about a case.
CREATE TABLE unit_messages (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,                 -- of the event that it was said with
    said_at INTEGER NOT NULL,
    state TEXT NOT NULL,                       -- the state that the case then had
    text TEXT NOT NULL,                        -- plain, with its line breaks
    PRIMARY KEY (case_id, sequence)
) STRICT;

-- Answers to changes that a unit's program may ask for a second time.
CREATE TABLE unit_answers (
    key_hash TEXT NOT NULL REFERENCES unit_keys (key_hash) ON DELETE CASCADE,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,                -- hex SHA-256 of what was asked
    answer TEXT NOT NULL,                      -- JSON, as it was sent
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (key_hash, idempotency_key)
) STRICT;

CREATE INDEX unit_answers_by_time ON unit_answers (answered_at);

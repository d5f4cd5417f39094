-- The applicant may name who else must sign: a third role. A check cannot be
-- altered, so the table is made anew, and with it the one that refers to it.

CREATE TABLE new_parties (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('applicant', 'guardian', 'signer')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'signed')),
    signed_at INTEGER,
    declined_at INTEGER,
    reason TEXT,
    PRIMARY KEY (case_id, person),
    CONSTRAINT signed CHECK ((state = 'signed') = (signed_at IS NOT NULL))
) STRICT;

INSERT INTO new_parties (case_id, person, name, role, state, signed_at, declined_at, reason)
SELECT case_id, person, name, role, state, signed_at, declined_at, reason FROM parties;

CREATE TABLE new_signatures (
    case_id TEXT NOT NULL,
    person TEXT NOT NULL,
    document_hash TEXT NOT NULL,
    method TEXT NOT NULL,
    visible TEXT NOT NULL,
    hidden TEXT NOT NULL,
    signature TEXT NOT NULL,
    ocsp TEXT NOT NULL,
    signed_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, person),
    FOREIGN KEY (case_id, person) REFERENCES new_parties (case_id, person)
) STRICT;

INSERT INTO new_signatures (case_id, person, document_hash, method, visible, hidden, signature,
    ocsp, signed_at)
SELECT case_id, person, document_hash, method, visible, hidden, signature, ocsp, signed_at
FROM signatures;

DROP TABLE signatures;
DROP TABLE parties;
ALTER TABLE new_parties RENAME TO parties;
ALTER TABLE new_signatures RENAME TO signatures;
CREATE INDEX parties_by_person ON parties (person);

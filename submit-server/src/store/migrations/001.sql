-- Times are milliseconds since 1970-01-01 UTC. Numbers of persons are twelve digits.

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,               -- hex SHA-256 of the cookie's value
    person TEXT,                               -- none before login, and in anonymous forms
    register TEXT,                             -- what the register said at login (JSON)
    csrf TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE forms (
    hash TEXT PRIMARY KEY,
    service TEXT NOT NULL,
    compiled TEXT NOT NULL,                    -- the whole file, as published
    first_used_at INTEGER NOT NULL
) STRICT;

CREATE TABLE cases (
    id TEXT PRIMARY KEY,                       -- 128 random bits
    owner TEXT,                                -- who applies
    owner_session TEXT,                        -- or the session of an anonymous form
    service TEXT NOT NULL,
    form_hash TEXT NOT NULL REFERENCES forms (hash),
    state TEXT NOT NULL CHECK (state IN ('draft', 'signing', 'received', 'in_progress', 'closed')),
    answers TEXT NOT NULL,                     -- JSON, as given; blank once the case has come in
    version INTEGER NOT NULL,                  -- counts saves, so that two tabs notice each other
    created_at INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    expires_at INTEGER,                        -- a draft is deleted after this
    number TEXT CONSTRAINT case_number UNIQUE, -- 2026-004127, given when the document is frozen
    document TEXT,                             -- JSON, frozen: exactly what is signed
    document_hash TEXT,                        -- hex SHA-256 of document
    received_at INTEGER,                       -- the legal time of receipt
    closed_at INTEGER,
    outcome TEXT,
    CONSTRAINT one_owner CHECK ((owner IS NULL) <> (owner_session IS NULL)),
    CONSTRAINT frozen CHECK ((state = 'draft') = (document IS NULL)),
    CONSTRAINT hashed CHECK ((document IS NULL) = (document_hash IS NULL)),
    CONSTRAINT numbered CHECK (state = 'draft' OR number IS NOT NULL),
    CONSTRAINT received CHECK ((state IN ('draft', 'signing')) = (received_at IS NULL)),
    CONSTRAINT closed CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) STRICT;

CREATE INDEX cases_by_owner ON cases (owner, state, saved_at);
CREATE INDEX cases_by_session ON cases (owner_session) WHERE owner_session IS NOT NULL;
CREATE INDEX cases_by_expiry ON cases (expires_at) WHERE received_at IS NULL;

CREATE TABLE case_numbers (
    year INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

CREATE TABLE attachments (
    id TEXT PRIMARY KEY,                       -- also the name of the file on disk
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    stored_at INTEGER NOT NULL
) STRICT;

CREATE INDEX attachments_by_case ON attachments (case_id);

CREATE TABLE parties (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('applicant', 'guardian')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'signed')),
    signed_at INTEGER,
    PRIMARY KEY (case_id, person),
    CONSTRAINT signed CHECK ((state = 'signed') = (signed_at IS NOT NULL))
) STRICT;

CREATE INDEX parties_by_person ON parties (person);

-- What a party signed and the evidence for it, unchanged.
CREATE TABLE signatures (
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
    FOREIGN KEY (case_id, person) REFERENCES parties (case_id, person)
) STRICT;

CREATE TABLE events (
    case_id TEXT NOT NULL,                     -- refers to nothing: events outlive a deleted draft
    sequence INTEGER NOT NULL,
    happened_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('citizen', 'unit', 'portal')),
    detail TEXT NOT NULL,                      -- JSON without answers
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (case_id, sequence)
) STRICT;

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE (ABORT, 'events are append-only');
END;

CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE (ABORT, 'events are append-only');
END;

-- An order at BankID: login or signature under way.
CREATE TABLE orders (
    handle TEXT PRIMARY KEY,                   -- random; all that the browser sees
    session TEXT NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('auth', 'sign')),
    device TEXT NOT NULL CHECK (device IN ('same', 'other')),
    person TEXT,                               -- who must sign; none at login
    case_id TEXT REFERENCES cases (id) ON DELETE CASCADE,
    back TEXT NOT NULL,                        -- path to go on to
    client TEXT NOT NULL,                      -- the end user's address, as BankID wants it
    order_ref TEXT NOT NULL,                   -- never leaves the server
    auto_start_token TEXT NOT NULL,
    qr_start_token TEXT NOT NULL,
    qr_start_secret TEXT NOT NULL,             -- never leaves the server
    nonce TEXT NOT NULL,
    visible TEXT NOT NULL,                     -- base64 as sent; blank at login
    hidden TEXT NOT NULL,
    first_started_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,               -- of the present order, after silent restarts
    restarts INTEGER NOT NULL,
    collected_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'complete', 'failed', 'used')),
    picked_up INTEGER NOT NULL,                -- 1 when the app has it: no more QR codes
    message TEXT NOT NULL,                     -- key of the text to show
    completion TEXT                            -- JSON, from the collect that completed it
) STRICT;

CREATE INDEX orders_by_session ON orders (session);
CREATE INDEX orders_pending ON orders (collected_at) WHERE state = 'pending';

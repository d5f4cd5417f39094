-- Several parties, messages, deliveries and the way back from the units.

-- A party may decline; the reason is theirs to give or not.
ALTER TABLE parties ADD COLUMN declined_at INTEGER;
ALTER TABLE parties ADD COLUMN reason TEXT;

-- When an application that waits for signatures is given up.
ALTER TABLE cases ADD COLUMN sign_by INTEGER;

-- How a person wants to be told: only addresses that a code has verified are used.
CREATE TABLE contacts (
    person TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
    address TEXT,                              -- verified; messages go here
    pending TEXT,                              -- waits for its code; nothing else goes there
    code_hash TEXT,                            -- hex SHA-256 of the code that was sent to it
    code_expires_at INTEGER,
    tries INTEGER NOT NULL,                    -- wrong codes since it was sent
    verified_at INTEGER,
    failures INTEGER NOT NULL,                 -- messages in a row that did not come through
    PRIMARY KEY (person, channel),
    CONSTRAINT verified CHECK ((address IS NULL) = (verified_at IS NULL)),
    CONSTRAINT asked CHECK ((pending IS NULL) = (code_hash IS NULL)),
    CONSTRAINT timed CHECK ((pending IS NULL) = (code_expires_at IS NULL))
) STRICT;

-- What is to be sent, written with the event it tells of, sent afterwards.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,                       -- random; also the idempotency key and Message-ID
    case_id TEXT NOT NULL,
    event TEXT NOT NULL,                       -- received, sign_asked, signed, declined, cancelled, reminder, expired, status, code, contact_changed, delivery
    receiver TEXT NOT NULL,                    -- twelve digits, or a unit's slug
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms', 'folder', 'unit_mail', 'webhook')),
    round INTEGER NOT NULL,                    -- which reminder, which status change
    address TEXT,                              -- taken away when it is done
    detail TEXT NOT NULL,                      -- JSON for the template; nothing personal
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'delivered', 'failed')),
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    provider_id TEXT,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    done_at INTEGER,
    CONSTRAINT told_once UNIQUE (case_id, event, receiver, channel, round)
) STRICT;

CREATE INDEX outbox_due ON outbox (next_at) WHERE state = 'waiting';
CREATE INDEX outbox_by_case ON outbox (case_id);
CREATE INDEX outbox_by_provider ON outbox (provider_id) WHERE provider_id IS NOT NULL;

-- A login or signature under way at an OpenID provider.
CREATE TABLE oidc_flows (
    state_hash TEXT PRIMARY KEY,               -- hex SHA-256 of the state parameter
    session TEXT NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('auth', 'sign')),
    person TEXT,                               -- who must sign; none at login
    case_id TEXT REFERENCES cases (id) ON DELETE CASCADE,
    back TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,                    -- PKCE; never leaves the server
    request TEXT NOT NULL,                     -- the signed request object, kept as evidence of a signature
    visible TEXT NOT NULL,
    hidden TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

-- Keys with which units fetch cases and set their status.
CREATE TABLE unit_keys (
    key_hash TEXT PRIMARY KEY,                 -- hex SHA-256
    unit TEXT NOT NULL,
    scopes TEXT NOT NULL,                      -- words separated by blanks: read, write
    label TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

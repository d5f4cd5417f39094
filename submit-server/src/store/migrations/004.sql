-- What the outbox forgets, and who is sending what.

-- When receiver, address and the provider's name were taken away from a message.
ALTER TABLE outbox ADD COLUMN forgotten_at INTEGER;

-- Until when somebody is sending it; none when nobody is.
ALTER TABLE outbox ADD COLUMN leased_until INTEGER;

CREATE INDEX outbox_to_forget ON outbox (done_at) WHERE done_at IS NOT NULL AND forgotten_at IS NULL;

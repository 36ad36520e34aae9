-- Whom a code is for: there is one at a time, so that asking for codes fills nothing.
ALTER TABLE codes ADD COLUMN holder TEXT;
CREATE UNIQUE INDEX codes_by_holder ON codes (kind, holder) WHERE holder IS NOT NULL;

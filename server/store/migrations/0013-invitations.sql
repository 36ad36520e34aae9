-- The group that everybody of a company is in.
ALTER TABLE companies ADD COLUMN group_id INTEGER;

-- Links by which people make accounts of their own in a company: `uses` times, until `expires_at`.
CREATE TABLE invitations (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL, company_id INTEGER NOT NULL, created_by INTEGER NOT NULL, created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL, uses INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0, withdrawn_at INTEGER
) STRICT;
CREATE UNIQUE INDEX invitations_by_code ON invitations (code);
CREATE INDEX invitations_of_company ON invitations (company_id, id);

-- When an application was decided, in ms: who was refused waits before asking again. Null where it is open, or was decided before this was kept.
ALTER TABLE group_applications ADD COLUMN decided_at INTEGER;
-- Whom a person proposed, and when.
CREATE INDEX group_applications_by_inviter ON group_applications (invited_by, sent_at) WHERE invited_by IS NOT NULL;

-- The newest change when a member left: of later ones they hear nothing.
ALTER TABLE members ADD COLUMN left_change INTEGER;
UPDATE members SET left_change = (SELECT c.last_change FROM conversations c WHERE c.id = members.conversation_id) WHERE left_seq IS NOT NULL;
CREATE INDEX members_left ON members (conversation_id, left_change) WHERE left_change IS NOT NULL;

-- The number that the reaction has among the conversation's changes.
ALTER TABLE reactions ADD COLUMN change INTEGER NOT NULL DEFAULT 0;

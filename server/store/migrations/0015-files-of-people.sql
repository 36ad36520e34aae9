-- How much each person's files take, from the index alone.
CREATE INDEX files_of_owner ON files (owner_id, size) WHERE released_at IS NULL;

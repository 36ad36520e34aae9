-- Few people are disabled: whose groups need another owner is looked up without reading everybody.
CREATE INDEX users_disabled ON users (id) WHERE is_enabled = 0;

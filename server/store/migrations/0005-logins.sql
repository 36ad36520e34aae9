-- What a login may do: `full`, or `mustChange` for nothing but replacing the one-time password that it was made with.
ALTER TABLE tokens ADD COLUMN stage TEXT NOT NULL DEFAULT 'full';
UPDATE tokens SET stage = 'mustChange' WHERE user_id IN (SELECT id FROM users WHERE must_change_password = 1);
DELETE FROM push_subscriptions WHERE token_hash IN (SELECT hash FROM tokens WHERE stage = 'mustChange');

-- One-time passwords end some days after they were set; those that are there count from now.
ALTER TABLE users ADD COLUMN password_set_at INTEGER NOT NULL DEFAULT 0;
UPDATE users SET password_set_at = unixepoch() * 1000;

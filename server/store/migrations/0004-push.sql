-- Browsers that want to be told while no page of ours is open; each belongs to a login and goes with it.
CREATE TABLE push_subscriptions (
  user_id INTEGER NOT NULL, endpoint TEXT NOT NULL, token_hash TEXT NOT NULL, p256dh TEXT NOT NULL, auth TEXT NOT NULL,
  has_preview INTEGER NOT NULL, quiet_until INTEGER NOT NULL,
  PRIMARY KEY (user_id, endpoint)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_subscriptions_of_login ON push_subscriptions (token_hash);
CREATE UNIQUE INDEX push_subscriptions_once ON push_subscriptions (endpoint);

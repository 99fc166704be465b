-- What a shop's orders say that their amounts are in. What the seller chose stays beside it, and goes before it.
ALTER TABLE shops ADD COLUMN told_currency TEXT;

PRAGMA user_version = 19;

-- Whether what the cache had of an order's buyer was removed: nothing brings it back. Few readings meet such an
-- order, and they look it up in an index of those alone.
ALTER TABLE orders ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
CREATE INDEX orders_forgotten ON orders (shop, id) WHERE forgotten <> 0;

-- Since when a record that can't be read is here: it is seen again at every reading, and what it holds grows old.
ALTER TABLE set_aside ADD COLUMN first_seen INTEGER NOT NULL DEFAULT 0;
UPDATE set_aside SET first_seen = seen;

PRAGMA user_version = 16;

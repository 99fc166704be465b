-- What the shop tells of deadlines and places: NULL and empty where it doesn't. `value` is the total
-- in ten-thousandths, to sort and compare by; `goods` is what was bought, folded like `haystack`.
ALTER TABLE orders ADD COLUMN ship_by INTEGER;
ALTER TABLE orders ADD COLUMN collect_by INTEGER;
ALTER TABLE orders ADD COLUMN warehouse TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN region TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN value INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN goods TEXT NOT NULL DEFAULT '';

-- Rows from before are completed by their next reading (a fingerprint of 0 matches none); until
-- then, and for those too old to be read again, from what is kept. A total has a point at most.
UPDATE orders SET
    fingerprint = 0,
    region = coalesce(detail->>'$.recipient.country', ''),
    goods = haystack,
    value = CAST(CASE WHEN instr(total, '.') THEN substr(total, 1, instr(total, '.') - 1) ELSE total END AS INTEGER) * 10000
          + CASE WHEN instr(total, '.') THEN CAST(substr(substr(total, instr(total, '.') + 1) || '0000', 1, 4) AS INTEGER) ELSE 0 END;

-- A status that the shop told after another one, and when it was first seen here.
CREATE TABLE order_events (
    n INTEGER PRIMARY KEY,
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    order_id TEXT NOT NULL,
    status TEXT NOT NULL,
    -- When the shop says that it changed, and when the reading was asked for that told so.
    updated INTEGER NOT NULL,
    asked INTEGER NOT NULL
) STRICT;
CREATE INDEX order_events_of_order ON order_events (shop, order_id);
CREATE TRIGGER order_status_changed AFTER UPDATE OF status ON orders WHEN NEW.status <> OLD.status
BEGIN
    INSERT INTO order_events (shop, order_id, status, updated, asked)
    VALUES (NEW.shop, NEW.id, NEW.status, NEW.updated, NEW.asked);
END;

-- The seller's own words about an order. They never leave this computer.
CREATE TABLE order_notes (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    order_id TEXT NOT NULL,
    note TEXT NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (shop, order_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE order_tags (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    order_id TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (shop, order_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_tags_by_tag ON order_tags (shop, tag);

-- Which orders were packed here, item by item, and when.
CREATE TABLE packed (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    order_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (shop, order_id)
) STRICT, WITHOUT ROWID;

-- Filters that the seller named, in the app's own form. They may hold what was searched for.
CREATE TABLE saved_views (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    filter TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (shop, name)
) STRICT, WITHOUT ROWID;

-- Until when orders should leave of which the shop tells no deadline: working days, and the days
-- of the week on which the seller works, Monday first.
ALTER TABLE shops ADD COLUMN handling_days INTEGER NOT NULL DEFAULT 2;
ALTER TABLE shops ADD COLUMN working_days TEXT NOT NULL DEFAULT '1111100';

PRAGMA user_version = 3;

-- What one press of a button saved: shipped together, edited together, undone together.
CREATE TABLE batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('ship', 'stock', 'undo')),
    -- The batch that this one takes back.
    undoes INTEGER REFERENCES batches (id),
    -- A question to the person; while it stands, nothing of the batch leaves.
    held TEXT,
    created INTEGER NOT NULL,
    CHECK ((kind = 'undo') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX batches_of_shop ON batches (shop, id);
CREATE INDEX batches_undone ON batches (undoes) WHERE undoes IS NOT NULL;

ALTER TABLE outbox ADD COLUMN batch INTEGER REFERENCES batches (id);
-- When the product had last changed, as the reading said that the last attempt was planned from.
ALTER TABLE outbox ADD COLUMN read_at INTEGER;
-- A shop's past grows for years; neither its latest wishes nor an order's may take longer for it.
CREATE INDEX outbox_by_change ON outbox (shop, changed);
CREATE INDEX outbox_shipments ON outbox (shop, order_id) WHERE kind = 'ship';
CREATE INDEX outbox_of_batch ON outbox (batch) WHERE batch IS NOT NULL;

-- Every stock level that was ever seen or sent. Rows are added and never changed; they go only
-- with their shop.
CREATE TABLE ledger (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    product TEXT NOT NULL,
    sku TEXT NOT NULL,
    warehouse TEXT NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('seen', 'sent', 'answered', 'lost', 'refused')),
    -- The level that the event is about, and the one known before it.
    level INTEGER,
    before INTEGER,
    -- The wish and the batch that it belongs to, where it is about one.
    wish INTEGER,
    batch INTEGER,
    -- The shop's answer, or why: a sentence.
    said TEXT
) STRICT;
CREATE INDEX ledger_of_cell ON ledger (shop, product, sku, warehouse, n);
CREATE TRIGGER ledger_is_never_rewritten BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_is_never_shortened BEFORE DELETE ON ledger
WHEN EXISTS (SELECT 1 FROM shops WHERE id = OLD.shop)
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- Who the shop is at TikTok: a mark made of the seller's id; empty where the shop never said.
ALTER TABLE shops ADD COLUMN seller TEXT NOT NULL DEFAULT '';

-- The highest number that a shop ever had. Numbers name entries of the keychain, so none is given
-- to a second shop.
CREATE TABLE shop_numbers (last INTEGER NOT NULL) STRICT;
INSERT INTO shop_numbers SELECT coalesce(max(id), 0) FROM shops;
CREATE TRIGGER shop_numbers_are_given_once AFTER INSERT ON shops
BEGIN
    UPDATE shop_numbers SET last = max(last, NEW.id);
END;

-- The limits count by app, so the count does too. `app` is a mark made of the app key; rows from
-- before apps were told apart have none, and count for every app.
CREATE TABLE requests_by_app (
    app TEXT NOT NULL,
    minute INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (app, minute)
) STRICT, WITHOUT ROWID;
INSERT INTO requests_by_app SELECT '', minute, count FROM requests;
DROP TABLE requests;
ALTER TABLE requests_by_app RENAME TO requests;

-- The person's choices that matter to more than a screen. No secrets.
CREATE TABLE choices (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 2;

-- Times are Unix milliseconds, UTC. `asked` is when the request left whose answer the row
-- holds: of two observations with the same `updated`, the one asked later wins. `fingerprint`
-- stands for the whole record, so that an unchanged one is no news; 0 never matches.

CREATE TABLE shops (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
    currency TEXT
) STRICT;

CREATE TABLE orders (
    n INTEGER PRIMARY KEY,
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    status TEXT NOT NULL,
    stage INTEGER NOT NULL,
    tracking TEXT NOT NULL,
    buyer TEXT NOT NULL,
    items TEXT NOT NULL,
    more_items INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    total TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL,
    haystack TEXT NOT NULL,
    detail TEXT NOT NULL,
    UNIQUE (shop, id)
) STRICT;
CREATE INDEX orders_by_stage ON orders (shop, stage, created);
CREATE INDEX orders_by_status ON orders (shop, status, asked);
CREATE INDEX orders_by_created ON orders (shop, created);

CREATE TABLE products (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    price TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (shop, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE skus (
    n INTEGER PRIMARY KEY,
    shop INTEGER NOT NULL,
    id TEXT NOT NULL,
    product TEXT NOT NULL,
    seller_sku TEXT NOT NULL,
    price TEXT NOT NULL,
    position INTEGER NOT NULL,
    haystack TEXT NOT NULL,
    UNIQUE (shop, product, id),
    FOREIGN KEY (shop, product) REFERENCES products (shop, id) ON DELETE CASCADE
) STRICT;

-- A level of one SKU where the shop tells it, and of the whole product always.
CREATE TABLE sku_levels (
    shop INTEGER NOT NULL,
    product TEXT NOT NULL,
    sku TEXT NOT NULL,
    warehouse TEXT NOT NULL,
    level INTEGER NOT NULL,
    PRIMARY KEY (shop, product, sku, warehouse),
    FOREIGN KEY (shop, product) REFERENCES products (shop, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE product_levels (
    shop INTEGER NOT NULL,
    product TEXT NOT NULL,
    warehouse TEXT NOT NULL,
    level INTEGER NOT NULL,
    PRIMARY KEY (shop, product, warehouse),
    FOREIGN KEY (shop, product) REFERENCES products (shop, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What the person wants. A row is never deleted while its outcome can matter.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('ship', 'stock')),
    order_id TEXT,
    tracking TEXT,
    product TEXT,
    sku TEXT,
    warehouse TEXT,
    change TEXT,
    base INTEGER,
    observed INTEGER,
    sent INTEGER,
    state TEXT NOT NULL CHECK (state IN
        ('queued', 'sending', 'checking', 'done', 'refused', 'conflict', 'replaced', 'discarded')),
    attempts INTEGER NOT NULL DEFAULT 0,
    -- When the last request for it left.
    departed INTEGER,
    due INTEGER NOT NULL,
    reason TEXT,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    CHECK ((kind = 'ship') = (order_id IS NOT NULL AND tracking IS NOT NULL)),
    CHECK ((kind = 'stock') = (product IS NOT NULL AND sku IS NOT NULL AND warehouse IS NOT NULL AND change IS NOT NULL))
) STRICT;
-- The database itself refuses a second shipment of an order while one is under way.
CREATE UNIQUE INDEX one_shipment_under_way ON outbox (shop, order_id)
    WHERE kind = 'ship' AND state IN ('queued', 'sending', 'checking');
CREATE UNIQUE INDEX one_waiting_edit ON outbox (shop, product, sku, warehouse)
    WHERE kind = 'stock' AND state = 'queued';
CREATE INDEX outbox_of_cell ON outbox (shop, product, sku, warehouse)
    WHERE kind = 'stock' AND state IN ('queued', 'sending', 'checking', 'conflict', 'refused');
CREATE INDEX outbox_of_order ON outbox (shop, order_id)
    WHERE kind = 'ship' AND state IN ('queued', 'sending', 'checking', 'refused');
CREATE INDEX outbox_open ON outbox (shop, due) WHERE state IN ('queued', 'sending', 'checking');
CREATE INDEX outbox_needs_person ON outbox (shop, kind) WHERE state IN ('refused', 'conflict');

-- Records that could not be read, whole, so that nothing is lost and the rest goes on.
CREATE TABLE set_aside (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (shop, kind, id)
) STRICT, WITHOUT ROWID;

-- How far each pull has come. Written in the transaction of the rows it speaks of.
CREATE TABLE cursors (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (shop, name)
) STRICT, WITHOUT ROWID;

-- Requests per minute that left this computer, kept for a day: the budget outlives a restart.
CREATE TABLE requests (
    minute INTEGER PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT;

PRAGMA user_version = 1;

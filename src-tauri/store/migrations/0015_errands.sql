-- Whether its buyer asks to cancel an order, and nobody has answered.
ALTER TABLE orders ADD COLUMN cancel_asked INTEGER NOT NULL DEFAULT 0;
CREATE INDEX orders_cancel_asked ON orders (shop, stage) WHERE cancel_asked = 1;

-- Buyers' requests to cancel. `state` is the shop's word; `seen` is when the reading left that the row holds.
CREATE TABLE cancel_requests (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked INTEGER,
    answer_by INTEGER,
    -- For what it may be rejected, as a JSON list; none where the shop has not told yet.
    reasons TEXT,
    seen INTEGER NOT NULL,
    PRIMARY KEY (shop, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX cancel_requests_of_order ON cancel_requests (shop, order_id);
CREATE INDEX cancel_requests_open ON cancel_requests (shop, seen) WHERE state = 'CANCELLATION_REQUEST_PENDING';

-- What the person wants of an order beside having it shipped. A row is never deleted while its outcome can matter.
CREATE TABLE errands (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    order_id TEXT NOT NULL,
    -- What is wanted, as JSON.
    errand TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'checking', 'done', 'refused', 'replaced', 'discarded')),
    attempts INTEGER NOT NULL DEFAULT 0,
    -- When the last request for it left.
    departed INTEGER,
    due INTEGER NOT NULL,
    reason TEXT,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
-- The database itself refuses a second errand for an order while one is under way.
CREATE UNIQUE INDEX one_errand_under_way ON errands (shop, order_id) WHERE state IN ('queued', 'sending', 'checking');
CREATE INDEX errands_of_order ON errands (shop, order_id, id);
CREATE INDEX errands_by_change ON errands (shop, changed);
CREATE INDEX errands_open ON errands (shop, due) WHERE state IN ('queued', 'sending', 'checking');
CREATE INDEX errands_refused ON errands (shop) WHERE state = 'refused';

PRAGMA user_version = 15;

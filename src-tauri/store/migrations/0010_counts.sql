-- A stock count: one warehouse of a shop, counted piece by piece over hours or days. Times are Unix milliseconds.
CREATE TABLE stock_counts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    warehouse TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'applied', 'given_up')),
    -- Whether pieces that are sold and not packed lie elsewhere, and so are not among what is counted.
    sold_apart INTEGER NOT NULL DEFAULT 0 CHECK (sold_apart IN (0, 1)),
    begun INTEGER NOT NULL,
    ended INTEGER,
    -- The save that it became; none where nothing differed.
    batch INTEGER REFERENCES batches (id),
    CHECK ((state = 'open') = (ended IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_open_count ON stock_counts (shop, warehouse) WHERE state = 'open';

-- What was counted of one SKU, and what was known at that moment: the count is true for it and for no other.
CREATE TABLE counted (
    n INTEGER PRIMARY KEY,
    count INTEGER NOT NULL REFERENCES stock_counts (id) ON DELETE CASCADE,
    product TEXT NOT NULL,
    sku TEXT NOT NULL,
    pieces INTEGER NOT NULL CHECK (pieces >= 0),
    -- The level then; NULL where the shop doesn't tell it.
    level INTEGER,
    -- Pieces of orders that were not packed then: sold, and yet on the shelf.
    sold INTEGER NOT NULL,
    -- When the reading was asked for that told the level, and the last order that was known.
    read_at INTEGER NOT NULL,
    orders_to INTEGER NOT NULL,
    -- The edit of this level that waited or was on its way, what it asked for, and the last wish that there was.
    edit INTEGER,
    change TEXT,
    outbox_to INTEGER NOT NULL,
    touched INTEGER NOT NULL,
    UNIQUE (count, product, sku)
) STRICT;

-- What stood in the place of each line before it was last touched, to be taken back; without pieces there was none.
-- Lines of one `step` were touched together.
CREATE TABLE count_steps (
    n INTEGER PRIMARY KEY,
    count INTEGER NOT NULL REFERENCES stock_counts (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    product TEXT NOT NULL,
    sku TEXT NOT NULL,
    pieces INTEGER,
    level INTEGER,
    sold INTEGER,
    read_at INTEGER,
    orders_to INTEGER,
    edit INTEGER,
    change TEXT,
    outbox_to INTEGER,
    touched INTEGER
) STRICT;
CREATE INDEX count_steps_of_count ON count_steps (count, step);

-- Why levels were changed, in the seller's words. Never sent.
ALTER TABLE batches ADD COLUMN reason TEXT;

PRAGMA user_version = 10;

-- What was typed into the stock grid and not saved yet: as it was typed, what the person saw, and what it means or
-- why it means nothing. The order of the rows is the order of typing. A draft goes in the transaction that saves it.
CREATE TABLE stock_drafts (
    n INTEGER PRIMARY KEY,
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    product TEXT NOT NULL,
    sku TEXT NOT NULL,
    warehouse TEXT NOT NULL,
    typed TEXT NOT NULL,
    base INTEGER,
    change TEXT,
    problem TEXT,
    UNIQUE (shop, product, sku, warehouse),
    CHECK ((change IS NULL) <> (problem IS NULL))
) STRICT;

PRAGMA user_version = 7;

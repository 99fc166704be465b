-- The seller's safety rules: at or below how many pieces a level is low, and how many are kept back from sale. One of
-- the shop has no product and no warehouse, one of a warehouse no product, one of a SKU no warehouse. What isn't
-- decided is NULL, and a rule that decides nothing has no row. Rules are the seller's own: they stay when a product
-- goes, and are there again when it comes back.
CREATE TABLE stock_rules (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    product TEXT NOT NULL,
    sku TEXT NOT NULL,
    warehouse TEXT NOT NULL,
    low_at INTEGER CHECK (low_at BETWEEN 0 AND 99999),
    kept_back INTEGER CHECK (kept_back BETWEEN 0 AND 99999),
    PRIMARY KEY (shop, product, sku, warehouse),
    CHECK ((product = '') = (sku = '')),
    CHECK (sku = '' OR warehouse = ''),
    CHECK (low_at IS NOT NULL OR kept_back IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- Lists go by the rule of a SKU like by its levels. Those of shop and warehouses are few and are read every time.
CREATE TRIGGER sku_rule_added AFTER INSERT ON stock_rules WHEN NEW.product <> ''
BEGIN
    INSERT INTO stock_written VALUES (NEW.shop, NEW.product);
END;
CREATE TRIGGER sku_rule_changed AFTER UPDATE OF low_at ON stock_rules
WHEN NEW.product <> '' AND NEW.low_at IS NOT OLD.low_at
BEGIN
    INSERT INTO stock_written VALUES (NEW.shop, NEW.product);
END;
CREATE TRIGGER sku_rule_removed AFTER DELETE ON stock_rules WHEN OLD.product <> ''
BEGIN
    INSERT INTO stock_written VALUES (OLD.shop, OLD.product);
END;

-- Within how many hours something has to be sold out to be told as a run; 0 is never.
ALTER TABLE shops ADD COLUMN runaway_hours INTEGER NOT NULL DEFAULT 6;

-- What runs away at the moment: since when, how fast, what is left, and whether the seller has seen it. A run that is
-- over has no row, and the next one is a new one; so each is announced once, over a restart, too.
CREATE TABLE stock_runs (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    product TEXT NOT NULL,
    sku TEXT NOT NULL,
    began INTEGER NOT NULL,
    pieces INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    rest INTEGER NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1)),
    PRIMARY KEY (shop, product, sku)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 9;

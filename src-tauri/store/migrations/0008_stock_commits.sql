-- Which commit last wrote something of a product that the grid's lists go by: its name, its SKUs, a level, or how far
-- an edit is. Whoever keeps those in memory reads these products again and no others. The database notes it by itself,
-- so that no statement can forget to; the number is that of the commit under way.
--
-- With a rowid, so that SQLite tells the writer of each row, and its commit gets a number.
CREATE TABLE stock_commits (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    product TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (shop, product)
) STRICT;
CREATE INDEX stock_commits_by_number ON stock_commits (n);
INSERT INTO stock_commits (shop, product, n) SELECT shop, id, 0 FROM products;

-- What is inserted here is noted there. With a shop everything of it goes, and there is nothing to note.
CREATE VIEW stock_written (shop, product) AS SELECT shop, product FROM stock_commits;
CREATE TRIGGER stock_written_is_noted INSTEAD OF INSERT ON stock_written
WHEN EXISTS (SELECT 1 FROM shops WHERE id = NEW.shop)
BEGIN
    INSERT INTO stock_commits (shop, product, n) SELECT NEW.shop, NEW.product, n + 1 FROM commits WHERE true
    ON CONFLICT (shop, product) DO UPDATE SET n = excluded.n WHERE n <> excluded.n;
END;

CREATE TRIGGER product_added AFTER INSERT ON products
BEGIN
    INSERT INTO stock_written VALUES (NEW.shop, NEW.id);
END;
CREATE TRIGGER product_renamed AFTER UPDATE OF name ON products WHEN NEW.name <> OLD.name
BEGIN
    INSERT INTO stock_written VALUES (NEW.shop, NEW.id);
END;
CREATE TRIGGER product_removed AFTER DELETE ON products
BEGIN
    INSERT INTO stock_written VALUES (OLD.shop, OLD.id);
END;

CREATE TRIGGER sku_added AFTER INSERT ON skus
BEGIN
    INSERT INTO stock_written VALUES (NEW.shop, NEW.product);
END;
CREATE TRIGGER sku_changed AFTER UPDATE ON skus
BEGIN
    INSERT INTO stock_written VALUES (NEW.shop, NEW.product);
END;
CREATE TRIGGER sku_removed AFTER DELETE ON skus
BEGIN
    INSERT INTO stock_written VALUES (OLD.shop, OLD.product);
END;

CREATE TRIGGER sku_level_added AFTER INSERT ON sku_levels
BEGIN
    INSERT INTO stock_written VALUES (NEW.shop, NEW.product);
END;
CREATE TRIGGER sku_level_changed AFTER UPDATE ON sku_levels WHEN NEW.level <> OLD.level
BEGIN
    INSERT INTO stock_written VALUES (NEW.shop, NEW.product);
END;
CREATE TRIGGER sku_level_removed AFTER DELETE ON sku_levels
BEGIN
    INSERT INTO stock_written VALUES (OLD.shop, OLD.product);
END;

-- Of the levels of whole products, lists go by their warehouses alone.
CREATE TRIGGER product_level_added AFTER INSERT ON product_levels
BEGIN
    INSERT INTO stock_written VALUES (NEW.shop, NEW.product);
END;
CREATE TRIGGER product_level_removed AFTER DELETE ON product_levels
BEGIN
    INSERT INTO stock_written VALUES (OLD.shop, OLD.product);
END;

CREATE TRIGGER stock_edit_added AFTER INSERT ON outbox WHEN NEW.kind = 'stock'
BEGIN
    INSERT INTO stock_written VALUES (NEW.shop, NEW.product);
END;
CREATE TRIGGER stock_edit_moved_on AFTER UPDATE OF state ON outbox WHEN NEW.kind = 'stock' AND NEW.state <> OLD.state
BEGIN
    INSERT INTO stock_written VALUES (NEW.shop, NEW.product);
END;
CREATE TRIGGER stock_edit_removed AFTER DELETE ON outbox WHEN OLD.kind = 'stock'
BEGIN
    INSERT INTO stock_written VALUES (OLD.shop, OLD.product);
END;

PRAGMA user_version = 8;

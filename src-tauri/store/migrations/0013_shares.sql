-- Whom a SKU's stock is kept for, where the shop tells it apart; NULL is what it doesn't say. `committed` has, by
-- warehouse, what orders not yet shipped were promised.
CREATE TABLE sku_shares (
    shop INTEGER NOT NULL,
    product TEXT NOT NULL,
    sku TEXT NOT NULL,
    available INTEGER,
    campaign INTEGER,
    creator INTEGER,
    free INTEGER,
    committed TEXT NOT NULL,
    PRIMARY KEY (shop, product, sku),
    FOREIGN KEY (shop, product, sku) REFERENCES skus (shop, product, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- When the shares of each product were asked for last, so that those go first which have waited longest. They come
-- without a time of their own, so this is the one that they have.
CREATE TABLE shares_asked (
    shop INTEGER NOT NULL,
    product TEXT NOT NULL,
    asked INTEGER NOT NULL,
    PRIMARY KEY (shop, product),
    FOREIGN KEY (shop, product) REFERENCES products (shop, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX shares_by_asked ON shares_asked (shop, asked);
INSERT INTO shares_asked (shop, product, asked) SELECT shop, id, 0 FROM products;
CREATE TRIGGER product_has_shares AFTER INSERT ON products
BEGIN
    INSERT INTO shares_asked (shop, product, asked) VALUES (NEW.shop, NEW.id, 0);
END;

-- The shop's warehouses, in its own words. One that it lists no more keeps its name: the past speaks of it.
CREATE TABLE warehouses (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    asked INTEGER NOT NULL,
    PRIMARY KEY (shop, id)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 13;

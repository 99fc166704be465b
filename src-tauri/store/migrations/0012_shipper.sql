-- Who sends an order: 0 the seller, 1 the platform by a label of its own, 2 the platform out of its warehouse.
ALTER TABLE orders ADD COLUMN shipper INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 12;

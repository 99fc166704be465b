-- How an order with the platform's label is handed over; null where it leaves under a number of the seller's.
ALTER TABLE outbox ADD COLUMN handover TEXT CHECK (handover IS NULL OR kind = 'ship' AND tracking = '');

-- The platform's labels are a paper too.
CREATE TABLE prints_with_labels (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    order_id TEXT NOT NULL,
    paper TEXT NOT NULL CHECK (paper IN ('pick_list', 'packing_slips', 'address_labels', 'shipping_labels')),
    at INTEGER NOT NULL,
    PRIMARY KEY (shop, order_id, paper)
) STRICT, WITHOUT ROWID;
INSERT INTO prints_with_labels SELECT shop, order_id, paper, at FROM prints;
DROP TABLE prints;
ALTER TABLE prints_with_labels RENAME TO prints;

PRAGMA user_version = 14;

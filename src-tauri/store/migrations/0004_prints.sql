-- When a paper was last made of an order: a second one of the same kind asks first.
CREATE TABLE prints (
    shop INTEGER NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    order_id TEXT NOT NULL,
    paper TEXT NOT NULL CHECK (paper IN ('pick_list', 'packing_slips', 'address_labels')),
    at INTEGER NOT NULL,
    PRIMARY KEY (shop, order_id, paper)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 4;

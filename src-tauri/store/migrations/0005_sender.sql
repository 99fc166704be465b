-- Where a shop's parcels come from, as it stands on its papers: the contract doesn't tell. A name and the
-- lines of an address, each on a line of its own; empty leaves it off.
ALTER TABLE shops ADD COLUMN sender TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 5;

-- How many commits have written orders or SKUs: by it a reader knows which of them its moment of the cache has.
CREATE TABLE commits (n INTEGER NOT NULL) STRICT;

INSERT INTO commits (n) VALUES (0);

PRAGMA user_version = 6;

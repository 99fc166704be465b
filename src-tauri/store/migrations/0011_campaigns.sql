-- How much of a level a campaign holds, where the shop says so: it takes none below. NULL where it says nothing.
ALTER TABLE sku_levels ADD COLUMN campaign INTEGER;
-- Whether a campaign is why an edit was refused. Ends with the refusal, however that ends.
ALTER TABLE outbox ADD COLUMN by_campaign INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER campaign_refusal_ended AFTER UPDATE OF state ON outbox WHEN OLD.by_campaign AND NEW.state <> 'refused'
BEGIN
    UPDATE outbox SET by_campaign = 0 WHERE id = NEW.id;
END;

PRAGMA user_version = 11;

-- A file with everything that a splitter can trip over.
SELECT 'one; two' AS text, "a;b" FROM (SELECT 1 AS "a;b");

CREATE TRIGGER audit AFTER INSERT ON orders BEGIN
  SELECT CASE WHEN NEW.total > 100 THEN 1 END;
  UPDATE orders SET total = 0 WHERE id = NEW.id;
END;

SELEC broken FROM nowhere WHERE (;

/* SELECT 1; */ WITH c AS (SELECT id FROM orders) SELECT COUNT(*) FROM c;

-- quill: ignore
SELECT * FROM orders;

VALUES (1), (2);

INSERT INTO orders (id, customer_id, total, placed_at) SELECT 1, 2, 3, '2025-01-01';

BEGIN; COMMIT;

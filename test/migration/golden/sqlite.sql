CREATE TABLE [odd;name] (id INTEGER PRIMARY KEY, "a;b" TEXT DEFAULT ';', `c;d` TEXT); -- one
CREATE TABLE log (at TEXT, what TEXT, "end" TEXT);

/* before /* the trigger; */
CREATE TEMP TRIGGER IF NOT EXISTS t1 AFTER INSERT ON [odd;name]
WHEN CASE WHEN NEW.id > 1 THEN 1 ELSE 0 END
BEGIN
  INSERT INTO log(what) VALUES (CASE NEW.id WHEN 1 THEN 'one;' ELSE 'more' END);
  UPDATE log SET at = 'now' WHERE what = 'END;'; -- END;
END;

CREATE TRIGGER t2 AFTER DELETE ON [odd;name] BEGIN
  SELECT CASE WHEN 1 THEN 2 END;
END -- no semicolon yet
;
EXPLAIN QUERY PLAN SELECT 1;
EXPLAIN CREATE TRIGGER t3 AFTER INSERT ON log BEGIN DELETE FROM log; END;
CREATE VIEW trigger_like AS SELECT 'CREATE TRIGGER' AS begin, 1 AS 'end';
;; -- nothing here
/* nor here */ ;
INSERT INTO log(what) VALUES ('it''s; "quoted"'), ("odd;string"), (x'3b')

-- A dump of everything that has a semicolon where no statement ends.
CREATE TABLE t (a$b$c integer, data jsonb, "end" integer); CREATE TABLE log (id integer, note text);
CREATE TABLE "semi;colon" (id integer, note text DEFAULT 'a;b' -- it's a comment; really
);;

/* outer /* inner; */ still; */
COMMENT ON TABLE "semi;colon" IS E'it\'s; "here"';

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.note = 'x;' THEN
    NEW.touched := now();
  END IF;
  EXECUTE $q$ SELECT ';' $q$;
  RETURN NEW;
END;
$$;

CREATE TRIGGER touch BEFORE UPDATE ON "semi;colon" FOR EACH ROW EXECUTE FUNCTION touch();

CREATE OR REPLACE FUNCTION plain(a integer, b integer DEFAULT 1) RETURNS integer
LANGUAGE sql
BEGIN ATOMIC
  SELECT a AS end, t.end FROM t; /* END; */
  SELECT CASE WHEN a > b THEN a ELSE b END;
END;

CREATE PROCEDURE nothing() LANGUAGE sql BEGIN ATOMIC END;

CREATE RULE log AS ON INSERT TO "semi;colon" DO ALSO (
  INSERT INTO log VALUES (NEW.id, 'a');
  INSERT INTO log VALUES (NEW.id, 'b')
);

DO $do$BEGIN RAISE NOTICE 'x;'; END$do$;
PREPARE p AS SELECT $1::integer + $2::integer; EXECUTE p(1, 2);
SELECT a$b$c FROM t; SELECT data #>> '{a,b}', data ? 'k' FROM t;
/*+ SeqScan(t) */ SELECT count(*) FROM t -- the last one has no semicolon
-- the end

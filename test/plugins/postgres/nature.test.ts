import { expect, test } from "bun:test"
import { nature } from "../../../plugins/postgres/nature.ts"

const natures: { readonly [tag: string]: ReadonlyArray<string> } = {
  Read: [
    "SELECT 1",
    "select a, b from t where c in (select d from u) and e = any (array[1, 2])",
    "/* count(*) */ SELECT a FROM t -- now()",
    "SELECT 'now()'",
    "VALUES (1), (2)",
    "TABLE t",
    "SHOW search_path",
    "WITH x AS (SELECT 1) SELECT * FROM x",
    "EXPLAIN SELECT 1",
  ],
  Transactional: [
    "SELECT count(*) FROM t",
    "SELECT a FROM t FOR UPDATE",
    "SELECT \"my function\"()",
    "SELECT public.refresh_all ()",
    "SELECT set_config('a.b', '1', false), now()",
    "WITH gone AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM gone",
    "EXPLAIN ANALYZE INSERT INTO t VALUES (1)",
    "SELECT * INTO copy FROM t",
    "INSERT INTO t VALUES (1)",
    "update t set a = 1",
    "DELETE FROM t",
    "MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE",
    "TRUNCATE t",
    "CREATE TABLE t ()",
    "CREATE UNLOGGED TABLE t ()",
    "CREATE UNIQUE INDEX i ON t (a)",
    "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE EXTENSION IF NOT EXISTS citext",
    "ALTER TABLE t ADD a int",
    "ALTER TYPE mood ADD VALUE 'calm'",
    "DROP TABLE t",
    "COMMENT ON TABLE t IS 'x'",
    "GRANT SELECT ON t TO r",
    "REVOKE ALL ON t FROM r",
    "NOTIFY channel",
  ],
  Session: [
    "SET search_path = a",
    "set local statement_timeout = 0",
    "RESET ALL",
    "DISCARD TEMP",
    "LISTEN channel",
    "LOAD 'auto_explain'",
    "PREPARE q AS SELECT 1",
    "DEALLOCATE q",
    "CREATE TEMP VIEW v AS SELECT 1",
    "CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 1",
    "SELECT pg_catalog.set_config('search_path', '', false)",
    "SELECT pg_advisory_lock(7)",
  ],
  Repeatable: [
    "VACUUM t",
    "VACUUM (ANALYZE) t",
    "ANALYZE",
    "REINDEX INDEX CONCURRENTLY i",
    "CLUSTER t",
    "CHECKPOINT",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
  ],
  Unknown: [
    "CREATE DATABASE d",
    "DROP DATABASE d",
    "ALTER DATABASE d SET TABLESPACE s",
    "CREATE TABLESPACE s LOCATION '/x'",
    "ALTER SYSTEM SET work_mem = '1MB'",
    "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p",
    "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
    "DROP INDEX CONCURRENTLY i CASCADE",
    "DROP INDEX CONCURRENTLY i, j",
    "CREATE INDEX CONCURRENTLY ON t (a)",
    "DO $$ BEGIN COMMIT; END $$",
    "CALL p()",
    "EXECUTE q",
    "COMMIT PREPARED 'x'",
    "(SELECT 1)",
    "nonsense",
    "",
  ],
}

test.each(Object.entries(natures).flatMap(([tag, statements]) => statements.map((sql) => [tag, sql] as const)))(
  "%s: %s",
  (tag, sql) => expect<string>(nature(sql)._tag).toBe(tag),
)

test.each([
  ["CREATE TEMP TABLE t (a int)", "t"],
  ["create temporary table if not exists \"T x\" as select 1", "T x"],
  ["CREATE LOCAL TEMP TABLE pg_temp.Old () ON COMMIT DROP", "old"],
  ["SELECT a, count(*) INTO TEMP t FROM u GROUP BY a", "t"],
  ["SELECT a INTO TEMPORARY TABLE t FROM u", "t"],
])("a temporary table: %s", (sql, table) => expect(nature(sql)).toEqual({ _tag: "Temporary", table }))

const name = (text: string, prefix?: string) => ({ name: text, prefix })

test.each([
  ["CREATE INDEX CONCURRENTLY i ON t (a)", { index: name("i"), table: name("t"), present: true }],
  [
    "create unique index concurrently if not exists \"I\"\"x\" on only app.T using btree (a)",
    { index: name("I\"x", "app"), table: name("t", "app"), present: true },
  ],
  ["DROP INDEX CONCURRENTLY i", { index: name("i"), present: false }],
  ["DROP INDEX CONCURRENTLY IF EXISTS app.\"I\" RESTRICT", { index: name("I", "app"), present: false }],
])(
  "the catalog tells of %s",
  (sql, probe) => expect(nature(sql)).toEqual({ _tag: "Probed", probes: [{ _tag: "Index", ...probe }] }),
)

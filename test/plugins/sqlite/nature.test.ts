import { expect, test } from "bun:test"
import { nature } from "../../../plugins/sqlite/nature.ts"

const natures: { readonly [tag: string]: ReadonlyArray<string> } = {
  Read: [
    "SELECT a FROM t",
    "VALUES (1)",
    "with x as (select 1) select * from x",
    "EXPLAIN QUERY PLAN SELECT 1",
    "SELECT [count(] FROM t",
  ],
  Transactional: [
    "SELECT count(*) FROM t",
    "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
    "INSERT INTO t VALUES (1)",
    "INSERT OR REPLACE INTO t VALUES (1)",
    "REPLACE INTO t VALUES (1)",
    "UPDATE t SET a = 1",
    "DELETE FROM t",
    "CREATE TABLE t (a)",
    "CREATE VIRTUAL TABLE t USING fts5(a)",
    "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM u; END",
    "ALTER TABLE t ADD a",
    "DROP TABLE t",
  ],
  Session: [
    "PRAGMA foreign_keys = OFF",
    "ATTACH 'other.db' AS other",
    "DETACH other",
    "CREATE TEMP VIEW v AS SELECT 1",
    "CREATE TEMPORARY TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM u; END",
  ],
  Repeatable: ["VACUUM", "ANALYZE", "REINDEX t"],
  Unknown: ["VACUUM INTO 'copy.db'", "COMMIT", "SAVEPOINT s", "nonsense", ""],
}

test.each(Object.entries(natures).flatMap(([tag, statements]) => statements.map((sql) => [tag, sql] as const)))(
  "%s: %s",
  (tag, sql) => expect<string>(nature(sql)._tag).toBe(tag),
)

test.each([
  ["CREATE TEMP TABLE t (a)", "t"],
  ["create temporary table if not exists temp.[My t] as select 1", "My t"],
])("a temporary table: %s", (sql, table) => expect(nature(sql)).toEqual({ _tag: "Temporary", table }))

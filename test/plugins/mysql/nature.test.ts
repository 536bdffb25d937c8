import { expect, test } from "bun:test"
import { nature } from "../../../plugins/mysql/nature.ts"

const table = (name: string, present: boolean, prefix?: string) => ({ _tag: "Table", table: { name, prefix }, present })
const index = (name: string, of: string, present: boolean) => ({
  _tag: "Index",
  index: { name, prefix: undefined },
  table: { name: of, prefix: undefined },
  present,
})

test.each<[sql: string, expected: string | object]>([
  ["INSERT INTO t VALUES (1)", "Transactional"],
  ["/* why */ replace into t values (1)", "Transactional"],
  ["WITH x AS (SELECT 1) DELETE FROM t", "Transactional"],
  ["SELECT * FROM t", "Read"],
  ["SELECT SLEEP(60)", "Transactional"],
  ["SELECT x FROM t FOR UPDATE", "Transactional"],
  ["SHOW TABLES", "Read"],
  ["SET @a = 1", "Session"],
  ["SET STATEMENT max_statement_time = 1 FOR UPDATE t SET x = x + 1", "Unknown"],
  ["ANALYZE TABLE t", "Repeatable"],
  ["ANALYZE UPDATE t SET x = 1", "Unknown"],
  ["CREATE OR REPLACE VIEW v AS SELECT 1", "Repeatable"],
  ["DROP TABLE IF EXISTS t", "Repeatable"],
  ["CALL p()", "Unknown"],
  ["LOAD DATA INFILE 'x' INTO TABLE t", "Unknown"],
  ["ALTER TABLE t ADD y int", "Unknown"],
  ["TRUNCATE TABLE t", "Unknown"],
  ["CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET NEW.x = 1", "Unknown"],
  ["CREATE TABLE t (x int)", table("t", true)],
  ["create table `a``b`.`c` (x int)", table("c", true, "a`b")],
  ["CREATE TABLE t AS SELECT 1", "Unknown"],
  ["CREATE VIEW v AS SELECT 1", table("v", true)],
  ["DROP TABLE t", table("t", false)],
  ["DROP TABLE t, u", "Unknown"],
  ["CREATE UNIQUE INDEX i ON t (x)", index("i", "t", true)],
  ["DROP INDEX i ON t", index("i", "t", false)],
  ["DROP INDEX i ON t LOCK=NONE", index("i", "t", false)],
])("%s", (sql, expected) => {
  expect<object>(nature(sql)).toEqual(
    typeof expected === "string" ? { _tag: expected } : { _tag: "Probed", probes: [expected] },
  )
})

test.each([
  ["CREATE TEMPORARY TABLE t (x int)", "t"],
  ["create temporary table if not exists `a`.`T` AS SELECT 1", "T"],
])("a temporary table: %s", (sql, name) => expect(nature(sql)).toEqual({ _tag: "Temporary", table: name }))

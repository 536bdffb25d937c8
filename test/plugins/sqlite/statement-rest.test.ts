import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { statementRest } from "../../../plugins/sqlite/statement-rest.ts"

const database = new Database(":memory:")
database.run("CREATE TABLE t (x, y)")
const restOf = (sql: string) => statementRest(sql, () => database.prepare(sql).toString())

test.each([
  "SELECT 1",
  "SELECT 1;",
  "SELECT 1 ;; \n -- done; really\n /* and; over */ ; ",
  "SELECT 1; /* not closed",
  "SELECT ';', \"x\" FROM t -- ; SELECT",
  "-- first; the comment\nSELECT ?1, :name, @name, $name, ';?' FROM t;",
  "; ; SELECT 1;",
  "CREATE TRIGGER w AFTER INSERT ON t BEGIN SELECT 1; SELECT 'a;b'; END;",
])("nothing follows in %j", (sql) => {
  expect(restOf(sql)).toBe("")
})

test.each([
  ["SELECT 1; SELECT 2", " SELECT 2"],
  ["SELECT ';'; nonsense", " nonsense"],
  ["SELECT ?, ?2, :a, '?;' FROM t WHERE x = ? ; DROP TABLE t", " DROP TABLE t"],
  ["SELECT '; /*'; DROP TABLE t -- */", " DROP TABLE t -- */"],
  ["SELECT NULL, ?, NULL; x", " x"],
  ["SELECT :a; SELECT :b", " SELECT :b"],
  ["SELECT $a::b(c); SELECT 2", " SELECT 2"],
  ["SELECT 1; -- a comment\n/* and */ 'text'", " -- a comment\n/* and */ 'text'"],
  ["CREATE TRIGGER w AFTER INSERT ON t BEGIN SELECT 1; END; COMMIT", " COMMIT"],
  ["SELECT 1\0; DROP TABLE t", "\0; DROP TABLE t"],
])("%j goes on", (sql, rest) => {
  expect(restOf(sql)).toBe(rest)
})

test("where the text and the statement differ, it cannot be told", () => {
  expect(statementRest("SELECT 1; SELECT 2", () => "SELECT 3;")).toBeUndefined()
})

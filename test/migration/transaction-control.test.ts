import { describe, expect, test } from "bun:test"
import { lexicon as mysql } from "../../plugins/mysql/lexicon.ts"
import { lexicon as postgres } from "../../plugins/postgres/lexicon.ts"
import { lexicon as sqlite } from "../../plugins/sqlite/lexicon.ts"
import { transactionControl } from "../../src/migration/transaction-control.ts"

type Row = readonly [statement: string, found: string | undefined]

describe("postgres", () => {
  test.each<Row>([
    ["BEGIN", "BEGIN"],
    ["begin isolation level serializable", "BEGIN"],
    ["START TRANSACTION READ ONLY", "START TRANSACTION"],
    ["commit", "COMMIT"],
    ["COMMIT AND CHAIN", "COMMIT"],
    ["COMMIT PREPARED 'x'", "COMMIT PREPARED"],
    ["END", "END"],
    ["ROLLBACK", "ROLLBACK"],
    ["ROLLBACK AND CHAIN", "ROLLBACK"],
    ["ROLLBACK PREPARED 'x'", "ROLLBACK PREPARED"],
    ["ABORT", "ABORT"],
    ["PREPARE TRANSACTION 'x'", "PREPARE TRANSACTION"],
    ["/* a */ -- b\nCOMMIT /* c */ ", "COMMIT"],
    ["ROLLBACK TO a", undefined],
    ["ROLLBACK TO SAVEPOINT a", undefined],
    ["rollback work to savepoint a", undefined],
    ["ROLLBACK TRANSACTION TO a", undefined],
    ["SAVEPOINT a", undefined],
    ["RELEASE SAVEPOINT a", undefined],
    ["PREPARE transactions AS SELECT 1", undefined],
    ["START", undefined],
    ["DO $$ BEGIN COMMIT; END $$", undefined],
    ["CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END", undefined],
    ["SET autocommit = 0", undefined],
    ["SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", undefined],
    ["LOCK TABLE t", undefined],
    ["\"COMMIT\"", undefined],
    ["'COMMIT'", undefined],
    ["SELECT 1 AS commit", undefined],
    ["commitment", undefined],
    ["", undefined],
  ])("%s: %s", (statement, found) => {
    expect(transactionControl(statement, postgres)).toBe(found)
  })
})

describe("mysql", () => {
  test.each<Row>([
    ["BEGIN", "BEGIN"],
    ["BEGIN WORK", "BEGIN"],
    ["/*!40000 COMMIT */", "COMMIT"],
    ["START TRANSACTION /*!40100 WITH CONSISTENT SNAPSHOT */", "START TRANSACTION"],
    ["ROLLBACK WORK", "ROLLBACK"],
    ["XA COMMIT 'x'", "XA COMMIT"],
    ["LOCK TABLES a WRITE", "LOCK TABLES"],
    ["lock table a read", "LOCK TABLE"],
    ["UNLOCK TABLES", "UNLOCK TABLES"],
    ["SET autocommit = 0", "SET autocommit"],
    ["SET AUTOCOMMIT=0", "SET autocommit"],
    ["SET @@autocommit := 1", "SET autocommit"],
    ["SET @@session.autocommit = 1", "SET autocommit"],
    ["SET LOCAL autocommit = 1", "SET autocommit"],
    ["SET SESSION `autocommit` = 1", "SET autocommit"],
    ["SET a = (SELECT 1, 2), autocommit = 1", "SET autocommit"],
    ["SET NAMES utf8mb4, autocommit = 1", "SET autocommit"],
    ["/*!40101 SET autocommit = 0 */", "SET autocommit"],
    ["SET @autocommit = 1", undefined],
    ["SET GLOBAL autocommit = 1", undefined],
    ["SET @@global.autocommit = 1", undefined],
    ["SET @a = @@autocommit", undefined],
    ["SET a = autocommit = 1", undefined],
    ["SET a = f(1, autocommit = 1)", undefined],
    ["SET NAMES utf8mb4", undefined],
    ["ROLLBACK TO a", undefined],
    ["XA RECOVER", undefined],
    ["BEGIN NOT ATOMIC SELECT 1; END", undefined],
    ["CREATE PROCEDURE p() BEGIN COMMIT; END", undefined],
    ["END", undefined],
  ])("%s: %s", (statement, found) => {
    expect(transactionControl(statement, mysql)).toBe(found)
  })
})

describe("sqlite", () => {
  test.each<Row>([
    ["BEGIN IMMEDIATE", "BEGIN"],
    ["COMMIT TRANSACTION", "COMMIT"],
    ["END TRANSACTION", "END"],
    ["ROLLBACK", "ROLLBACK"],
    ["ROLLBACK TRANSACTION TO SAVEPOINT a", undefined],
    ["RELEASE a", undefined],
    ["EXPLAIN COMMIT", undefined],
    ["CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END", undefined],
  ])("%s: %s", (statement, found) => {
    expect(transactionControl(statement, sqlite)).toBe(found)
  })
})

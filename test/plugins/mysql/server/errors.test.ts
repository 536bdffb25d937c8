import { SQL } from "bun"
import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"
import type { DatabaseErrorKind } from "../../../../src/migration/database-error.ts"
import { observe, type Observed } from "./observer.ts"
import { batch, connected } from "./target.ts"

interface Expected {
  readonly kind: DatabaseErrorKind
  readonly code: string
  readonly position?: number
  readonly hint?: string
}

test.each<[string, Expected]>([
  ["SELECT * FROM nowhere", { kind: "missing table", code: "1146", position: 14 }],
  ["SELECT * FROM nodb.nowhere", { kind: "missing table", code: "1146", position: 19 }],
  ["SELECT '😀é', nothing", { kind: "statement", code: "1054", position: 14 }],
  ["SELEC 1", { kind: "statement", code: "1064", position: 0 }],
  ["SELECT 1,\n\n  FROM t\nFROM t", { kind: "statement", code: "1064", position: 13 }],
  ["CREATE TABLE u (x int", { kind: "statement", code: "1064", position: 21 }],
  ["INSERT INTO t VALUES (1)", { kind: "duplicate", code: "1062" }],
  ["CREATE TABLE t (x int)", { kind: "statement", code: "1050", hint: "createIfNotExists" }],
  ["ALTER TABLE t ADD x int", { kind: "statement", code: "1060", hint: "Something of that name is there already" }],
  ["CREATE TABLE nodb.t (x int)", { kind: "missing table", code: "1049", hint: "Create the database first." }],
  ["ALTER TABLE t MODIFY x bigint, LOCK=NONE, ALGORITHM=INPLACE", {
    kind: "statement",
    code: "1846",
    hint: "beside readers and writers",
  }],
  ["LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE t", { kind: "statement", code: "4166", hint: "is not sent" }],
  ["SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no', MYSQL_ERRNO = 1114", {
    kind: "full",
    code: "1114",
    hint: "no room left",
  }],
])("%s", async (sql, { hint, position, ...expected }) => {
  await using database = await observe()
  await database.ask("CREATE TABLE t (x int UNIQUE)", "INSERT INTO t VALUES (1)")
  const error = await connected(database.url, (connection) => Effect.flip(connection.query(sql)))
  expect(error).toMatchObject({ ...expected, sql })
  expect(error.position).toBe(position)
  expect(error.hint ?? "").toContain(hint ?? "")
})

test("a row that another session has locked is waited for no longer than the server says", async () => {
  await using database = await observe()
  await database.ask("CREATE TABLE t (x int PRIMARY KEY, y int)", "INSERT INTO t VALUES (1, 1), (2, 2)")
  await using other = new SQL({ url: database.url, max: 1, tls: false })
  await other.unsafe("START TRANSACTION")
  await other.unsafe("UPDATE t SET y = 2 WHERE x = 1")
  const [waited, table] = await connected(database.url, (connection) =>
    Effect.all([
      Effect.flip(
        batch(connection, "SET SESSION innodb_lock_wait_timeout = 0", "UPDATE t SET y = 3 WHERE x = 1"),
      ),
      Effect.flip(batch(connection, "SET SESSION lock_wait_timeout = 0", "ALTER TABLE t ADD z int")),
    ]))
  await other.unsafe("ROLLBACK")
  for (const error of [waited, table]) {
    expect(error).toMatchObject({ kind: "busy", code: "1205" })
    expect(error.message).toContain("Another session holds a lock")
  }
})

test("a deadlock says that another run may do", async () => {
  await using database = await observe()
  await database.ask("CREATE TABLE t (x int PRIMARY KEY, y int)", "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)")
  await using other = new SQL({ url: database.url, max: 1, tls: false })
  await other.unsafe("START TRANSACTION")
  // The one that has changed less is chosen.
  await other.unsafe("UPDATE t SET y = y + 1 WHERE x IN (1, 3)")
  const error = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* batch(connection, "START TRANSACTION", "UPDATE t SET y = 3 WHERE x = 2")
      const waiting = other.unsafe("UPDATE t SET y = 4 WHERE x = 2").execute()
      yield* Effect.promise(() =>
        database.sees(
          "SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND info = 'UPDATE t SET y = 4 WHERE x = 2'",
        )
      )
      const failure = yield* Effect.flip(batch(connection, "UPDATE t SET y = 4 WHERE x = 1"))
      yield* Effect.promise(() => waiting)
      return failure
    }))
  await other.unsafe("ROLLBACK")
  expect(error).toMatchObject({ kind: "busy", code: "1213" })
  expect(error.message).toContain("run it again")
})

test.each([
  ["SELECT * FROM t", "GRANT SELECT ON `DB`.`t` TO"],
  ["INSERT INTO t VALUES (1)", "GRANT INSERT ON `DB`.`t` TO"],
  ["ALTER TABLE t ADD y int", "GRANT ALTER ON `DB`.`t` TO"],
  ["CREATE TABLE u (x int)", "GRANT CREATE ON `DB`.`u` TO"],
  ["CREATE INDEX i ON t (x)", "GRANT INDEX ON `DB`.`t` TO"],
  ["CREATE DATABASE other_place", "GRANT ALL ON `other_place`.* TO"],
  ["SET GLOBAL max_connections = 10", "GRANT SUPER ON *.* TO"],
])("a user without rights is told which: %s", async (sql, hint) => {
  await using database = await observe()
  await using user = await makeUser(database)
  await database.ask("CREATE TABLE t (x int)", "CREATE TABLE seen (x int)", `GRANT SELECT ON seen TO ${user.account}`)
  const error = await connected(user.url, (connection) => Effect.flip(batch(connection, sql)))
  expect(error).toMatchObject({ kind: "forbidden", sql })
  expect(error.hint).toContain(hint.replace("DB", database.name))
  expect(error.hint).toContain(sql.startsWith("SET") ? user.name : user.account)
})

/** A user who may connect and nothing else. */
async function makeUser(database: Observed) {
  const name = `user_${randomBytes(6).toString("hex")}`
  const account = `'${name}'@'127.0.0.1'`
  await database.ask(`CREATE USER ${account} IDENTIFIED BY 'secret'`)
  const url = new URL(database.url)
  url.username = name
  url.password = "secret"
  return {
    name,
    account,
    url: url.href,
    [Symbol.asyncDispose]: async () => {
      await database.ask(`DROP USER ${account}`)
    },
  }
}

import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { connect } from "../../../plugins/sqlite/connection.ts"
import { structure } from "../../../plugins/sqlite/structure.ts"
import { target } from "../target.ts"
import { temporaryFolder } from "./temporary-folder.ts"

const folder = temporaryFolder()
const urlOf = (name: string) => `sqlite:${join(folder(), name)}`
const table = { name: "schema_migrations", prefix: undefined }

const dump = (name: string) => Effect.runPromise(structure.dump(target(urlOf(name), { readOnly: true }), table))
const inDatabase = (name: string, ...statements: ReadonlyArray<string>) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(
    connect(target(urlOf(name))),
    ({ batch }) => batch(statements.map((sql) => ({ sql }))),
  )))
const load = (name: string, text: string) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(
    connect(target(urlOf(name))),
    (connection) => structure.load(connection, { path: "/app/structure.sql", text }),
  )))
const failure = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => error)

const objects = [
  "CREATE VIRTUAL TABLE words USING fts5(text)",
  "CREATE TABLE \"z;y\" (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT UNIQUE DEFAULT 'x;''y') STRICT",
  "CREATE TABLE b (c REFERENCES \"z;y\" (id), -- the parent\n d AS (c + 1))",
  "CREATE TRIGGER t AFTER INSERT ON b BEGIN INSERT INTO words VALUES ('a;'); DELETE FROM b; END",
  "CREATE INDEX i ON b (c) WHERE c > 0",
  "CREATE VIEW v AS SELECT * FROM w -- w comes later",
  "CREATE VIEW w AS SELECT c FROM b",
  "CREATE TRIGGER u INSTEAD OF INSERT ON w BEGIN SELECT 1; END",
]

test("everything that a schema may hold comes back, in the same bytes whatever was made first", async () => {
  await inDatabase("one.db", ...objects)
  await inDatabase("other.db", ...[2, 6, 7, 5, 4, 1, 3, 0].map((position) => objects[position] ?? ""))
  const text = await dump("one.db")
  await load("copy.db", text)
  expect([await dump("copy.db"), await dump("other.db")]).toEqual([text, text])
  expect(text.match(/^CREATE \w+ /gm)).toHaveLength(objects.length)
})

test("the versions with their columns, by number, as they are stored", async () => {
  await inDatabase(
    "one.db",
    "CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, inserted_at TEXT, name TEXT, other TEXT DEFAULT 'o')",
    "INSERT INTO schema_migrations VALUES (20, '2026-01-01T00:00:00', 'it''s', 'x'), (3, NULL, NULL, 'x')",
  )
  const text = await dump("one.db")
  expect(text.split("\n").slice(-3)).toEqual([
    "INSERT INTO \"schema_migrations\" (\"version\", \"inserted_at\", \"name\") VALUES (3, NULL, NULL);",
    "INSERT INTO \"schema_migrations\" (\"version\", \"inserted_at\", \"name\") VALUES (20, '2026-01-01T00:00:00', 'it''s');",
    "",
  ])
})

test("a statement that fails is named with its line, and nothing is left of the others", async () => {
  const error = await failure(load("one.db", "CREATE TABLE a (b);\n\nCREATE TABLE\n c (;\n"))
  expect(error).toMatchObject({
    kind: "statement",
    sql: "CREATE TABLE\n c (",
    detail: "It stands in /app/structure.sql, line 3. Nothing of the file was loaded.",
  })
  expect(await dump("one.db")).toBe("")
})

test("a file that would end the transaction is refused before anything runs", async () => {
  const error = await failure(load("one.db", "CREATE TABLE a (b);\nCOMMIT;\n"))
  expect(error).toMatchObject({
    kind: "invalid",
    problem: "/app/structure.sql, line 2: a structure is loaded in one transaction, which COMMIT would break up.",
  })
  expect(readdirSync(folder())).toEqual([])
})

test("a file that is not there has no structure, and is not made", async () => {
  expect(await failure(dump("one.db"))).toMatchObject({ kind: "unreachable" })
  expect(readdirSync(folder())).toEqual([])
})

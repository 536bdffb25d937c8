import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { add, alter, constraint, create, index, modify, references, table } from "sterna"
import type { DataCommand } from "sterna/dialect"
import cockroachdb from "../../../plugins/cockroachdb/dialect.ts"

const compiled = (command: DataCommand) =>
  Result.match(
    cockroachdb.compile(command, { settings: {}, server: { flavour: "postgres", version: "13.0.0" } }),
    {
      onFailure: ({ problem }) => problem,
      onSuccess: (steps) => steps.map((step) => step._tag === "Statement" ? step.sql : step._tag),
    },
  )

test.each<readonly [string, DataCommand, ReadonlyArray<string> | string]>([
  // "ALTER TABLE": a change of a type does not stand beside others.
  [
    "several changes",
    alter(table("posts"), [add("n", "integer"), modify("title", "text")]),
    [`ALTER TABLE "posts" ADD COLUMN "n" integer`, `ALTER TABLE "posts" ALTER COLUMN "title" TYPE text`],
  ],
  [
    "an index",
    create(index("posts", ["title"], { concurrently: true })),
    [`CREATE INDEX CONCURRENTLY "posts_title_index" ON "posts" ("title")`],
  ],
  [
    "an exclusion",
    create(constraint("posts", "c", { exclude: "gist (a WITH =)" })),
    "CockroachDB has no exclusion constraints",
  ],
  [
    "NULLS NOT DISTINCT",
    create(index("posts", ["title"], { unique: true, nullsDistinct: false })),
    "CockroachDB has no `nullsDistinct: false` of indexes",
  ],
  [
    "columns of an action",
    create(table("posts"), [add("p", references("people", { onDelete: { setNull: ["p"] } }))]),
    "CockroachDB has no `onDelete: { setNull: […] }` of references",
  ],
  [
    "the place of nulls",
    create(index("posts", [{ ascNullsLast: "n" }])),
    "CockroachDB has no `ascNullsLast` in indexes",
  ],
])("%s", (_, command, expected) => {
  const found = compiled(command)
  if (typeof expected === "string") expect(found).toStartWith(expected)
  else expect(found).toEqual([...expected])
})

test("its changes of a schema are no part of a transaction, and its advisory locks lock nothing", () => {
  expect(cockroachdb.capabilities).toMatchObject({ transactionalDdl: false, advisoryLocks: false, tableLock: true })
  expect(cockroachdb.transaction.begin({ rebuilds: false, versions: { name: "v", prefix: undefined } })).toEqual([
    "BEGIN",
  ])
})

test.each([
  ["CREATE TYPE mood AS ENUM ('sad')", "Unknown"],
  ["ALTER TABLE posts ADD COLUMN n int", "Unknown"],
  ["INSERT INTO posts VALUES (1)", "Transactional"],
  ["SELECT 1", "Read"],
  ["SET application_name = 'x'", "Session"],
])("%s is %s", (sql, tag) => {
  expect(cockroachdb.nature?.(sql)._tag).toBe(tag as "Unknown")
})

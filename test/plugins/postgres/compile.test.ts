import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import {
  add,
  addIfNotExists,
  alter,
  array,
  constraint,
  create,
  drop,
  dropIfExists,
  fragment,
  index,
  modify,
  references,
  removeIfExists,
  rename,
  table,
  uniqueIndex,
  updateAll,
} from "sterna"
import type { DataCommand } from "sterna/dialect"
import { compile } from "../../../plugins/postgres/compile.ts"

const compiled = (command: DataCommand) =>
  compile(command, { settings: {}, server: { flavour: "postgres", version: "15" } })

const statements = (command: DataCommand): ReadonlyArray<string> =>
  Result.getOrThrow(compiled(command)).map((step) => step._tag === "Statement" ? step.sql : step._tag)

describe("a statement", () => {
  const a = table("t", { prefix: "a" })
  const cases: ReadonlyArray<[command: DataCommand, statements: ReadonlyArray<string>]> = [
    [
      create(table("t", { primaryKey: false, modifiers: "UNLOGGED", options: "WITH (fillfactor=70)" }), [
        add("a", array("string"), { default: ["x", "y'"], collation: "C", check: { name: "c", expr: "a <> '{}'" } }),
        add("b", "map", { default: { c: [1] } }),
      ]),
      [
        `CREATE UNLOGGED TABLE "t" ("a" varchar(255)[] DEFAULT ARRAY['x','y''']::varchar[] COLLATE "C" `
        + `CONSTRAINT "c" CHECK (a <> '{}'), "b" jsonb DEFAULT '{"c":[1]}') WITH (fillfactor=70)`,
      ],
    ],
    [
      alter(table("t"), [
        addIfNotExists("a", references("p", { with: { b: "c" }, validate: false, options: "DEFERRABLE" })),
        removeIfExists("d", references("p")),
        modify("e", "integer", { check: { name: "positive", expr: "e > 0" }, default: null }),
      ]),
      [
        `ALTER TABLE "t" ADD COLUMN IF NOT EXISTS "a" bigint, ADD CONSTRAINT "t_a_fkey" FOREIGN KEY ("a","b") `
        + `REFERENCES "p"("id","c") NOT VALID DEFERRABLE, DROP CONSTRAINT IF EXISTS "t_d_fkey", `
        + `DROP COLUMN IF EXISTS "d", ALTER COLUMN "e" TYPE integer, ALTER COLUMN "e" SET DEFAULT NULL, `
        + `ADD CONSTRAINT "positive" CHECK (e > 0)`,
      ],
    ],
    [alter(table("t", { comment: "it's" }), []), [`COMMENT ON TABLE "t" IS 'it''s'`]],
    [
      create(index("t", ["a", { descNullsLast: fragment("lower(b)") }], {
        unique: true,
        nullsDistinct: false,
        using: "btree",
        include: ["c"],
        options: "fillfactor=50",
        where: "a > 0",
        only: true,
        comment: "why",
        prefix: "s",
      })),
      [
        `CREATE UNIQUE INDEX "t_a_lower_b_index" ON ONLY "s"."t" USING btree ("a", lower(b) DESC NULLS LAST) `
        + `INCLUDE ("c") NULLS NOT DISTINCT WITH (fillfactor=50) WHERE a > 0`,
        `COMMENT ON INDEX "s"."t_a_lower_b_index" IS 'why'`,
      ],
    ],
    [dropIfExists(uniqueIndex("t", ["a"], { concurrently: true }), { mode: "cascade" }), [
      `DROP INDEX CONCURRENTLY IF EXISTS "t_a_index" CASCADE`,
    ]],
    [create(constraint("t", "c", { check: "a > 0", comment: "why", prefix: "s" })), [
      `ALTER TABLE "s"."t" ADD CONSTRAINT "c" CHECK (a > 0)`,
      `COMMENT ON CONSTRAINT "c" ON "s"."t" IS 'why'`,
    ]],
    [dropIfExists(constraint("t", "c"), { mode: "cascade" }), [
      `ALTER TABLE "t" DROP CONSTRAINT IF EXISTS "c" CASCADE`,
    ]],
    [drop(table("t"), { mode: "cascade" }), [`DROP TABLE "t" CASCADE`]],
    [rename(a, { to: table("u") }), [`ALTER TABLE "a"."t" RENAME TO "u"`]],
    [rename(table("u"), { to: a }), [`ALTER TABLE "a"."u" RENAME TO "t"`]],
    [rename(a, { to: table("u", { prefix: "b" }) }), [
      `ALTER TABLE "a"."t" SET SCHEMA "b"`,
      `ALTER TABLE "b"."t" RENAME TO "u"`,
    ]],
    [updateAll("t", { set: { a: true }, prefix: "s" }), [`UPDATE "s"."t" SET "a" = true`]],
  ]
  for (const [command, expected] of cases) {
    test(expected.at(-1) ?? "", () => expect(statements(command)).toEqual(expected))
  }
})

test("an index is built concurrently outside of a transaction only", () => {
  const transactional = (concurrently: boolean) =>
    Result.getOrThrow(compiled(create(index("t", ["a"], { concurrently })))).map((step) =>
      step._tag === "Statement" && step.transactional
    )
  expect(transactional(true)).toEqual([false])
  expect(transactional(false)).toEqual([true])
})

test("what PostgreSQL cannot do is refused by name", () => {
  const refused = (command: DataCommand) => Result.getOrThrow(Result.flip(compiled(command)))
  expect(refused(alter(table("t"), [modify("a", "text", { generated: "ALWAYS AS (b) STORED" })]))).toMatchObject({
    kind: "unsupported",
    problem: "PostgreSQL has no `generated` in `modify` (column a of table t).",
  })
  expect(refused(alter(table("t"), [modify("a", "text", { primaryKey: false })]))).toMatchObject({
    kind: "unsupported",
    problem: "PostgreSQL has no `primaryKey: false` in `modify` (column a of table t).",
  })
})

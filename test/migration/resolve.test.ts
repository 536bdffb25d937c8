import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import {
  add,
  addIfNotExists,
  alter,
  constraint,
  create,
  createIfNotExists,
  drop,
  dropIfExists,
  fragment,
  index,
  modify,
  references,
  remove,
  rename,
  table,
  timestamps,
  updateAll,
} from "sterna"
import { type DataCommand, resolve } from "../../src/migration/resolve.ts"
import { reverse } from "../../src/migration/reverse.ts"
import type { LanguageSettings } from "../../src/migration/settings.ts"

const resolved = (command: DataCommand, settings: LanguageSettings = {}) =>
  Result.getOrThrow(resolve(command, settings))

const refusal = (command: DataCommand, settings: LanguageSettings = {}) => {
  const result = resolve(command, settings)
  if (Result.isSuccess(result)) throw new Error("It was not refused.")
  return result.failure
}

/** The columns of a new table, shortly: name, type, options. */
const columns = (command: DataCommand, settings: LanguageSettings = {}): ReadonlyArray<unknown> => {
  const result = resolved(command, settings)
  if (result._tag !== "CreateTable") throw new Error(`It is a ${result._tag}.`)
  return result.columns.map(({ name, options, type }) => [name, type, options])
}

/** The foreign key of the last column of a new table. */
const foreignKey = (command: DataCommand, settings: LanguageSettings = {}) => {
  const result = resolved(command, settings)
  if (result._tag !== "CreateTable") throw new Error(`It is a ${result._tag}.`)
  return result.columns.at(-1)
}

describe("the implicit primary key", () => {
  const cases: ReadonlyArray<[about: string, LanguageSettings, ReturnType<typeof table>, Array<unknown>]> = [
    ["is id, bigserial", {}, table("t"), [["id", "bigserial", { primaryKey: true }]]],
    [
      "is that of the settings",
      { migrationPrimaryKey: { name: "uuid", type: "binary_id", comment: "c" } },
      table("t"),
      [
        ["uuid", "binary_id", { comment: "c", primaryKey: true }],
      ],
    ],
    ["is none by the settings", { migrationPrimaryKey: false }, table("t"), []],
    ["is none by the table", {}, table("t", { primaryKey: false }), []],
    [
      "is the table's own, which is not merged with that of the settings",
      { migrationPrimaryKey: { name: "uuid", type: "binary_id" } },
      table("t", { primaryKey: { type: "serial" } }),
      [["id", "serial", { primaryKey: true }]],
    ],
  ]
  for (const [about, settings, object, expected] of cases) {
    test(about, () => expect(columns(create(object), settings)).toEqual(expected))
  }

  test("stands before the other columns of the key", () => {
    expect(columns(create(table("t"), [add("tenant", "bigint", { primaryKey: true })])))
      .toEqual([["id", "bigserial", { primaryKey: true }], ["tenant", "bigint", { primaryKey: true }]])
  })

  test("is named where the migration adds a column of its name", () => {
    expect(refusal(create(table("t"), [add("id", "uuid", { primaryKey: true })])).message)
      .toBe(
        "The table t would have two columns named id. It has a primary key id by itself; "
          + "{ primaryKey: false } leaves that out.",
      )
  })
})

describe("timestamps", () => {
  const t = table("t", { primaryKey: false })
  const cases: ReadonlyArray<[about: string, LanguageSettings, Parameters<typeof timestamps>[0], Array<unknown>]> = [
    ["are two columns, not null", {}, {}, [
      ["inserted_at", "naive_datetime", { null: false }],
      ["updated_at", "naive_datetime", { null: false }],
    ]],
    ["take type, names and options", {}, { type: "utc_datetime", insertedAt: "made_at", null: true, precision: 3 }, [
      ["made_at", "utc_datetime", { null: true, precision: 3 }],
      ["updated_at", "utc_datetime", { null: true, precision: 3 }],
    ]],
    ["leave one out", {}, { updatedAt: false }, [["inserted_at", "naive_datetime", { null: false }]]],
    [
      "take the settings under the options of the call",
      { migrationTimestamps: { type: "utc_datetime_usec", insertedAt: "created_at", updatedAt: false, null: true } },
      { type: "time" },
      [["created_at", "time", { null: true }]],
    ],
  ]
  for (const [about, settings, options, expected] of cases) {
    test(about, () => expect(columns(create(t, [timestamps(options)]), settings)).toEqual(expected))
  }

  test("go in reverse order when an alter is undone", () => {
    const back = Result.getOrThrow(reverse(alter(t, [timestamps()])))
    if (back._tag !== "Alter") throw new Error(`It is a ${back._tag}.`)
    expect(resolved(back)).toMatchObject({
      changes: [{ _tag: "RemoveColumn", name: "updated_at" }, { _tag: "RemoveColumn", name: "inserted_at" }],
    })
  })
})

describe("a reference", () => {
  const made = (options: Parameters<typeof references>[1], settings: LanguageSettings = {}, prefix?: string) =>
    foreignKey(
      create(table("posts", prefix === undefined ? {} : { prefix }), [add("person_id", references("people", options))]),
      settings,
    )

  test("is to id, bigserial, and has a name", () => {
    expect(made({})).toEqual({
      name: "person_id",
      type: "bigserial",
      options: {},
      reference: {
        name: "posts_person_id_fkey",
        named: false,
        table: { name: "people", prefix: undefined },
        columns: [{ own: "person_id", other: "id" }],
        onDelete: undefined,
        onUpdate: undefined,
        match: undefined,
        validate: true,
        options: undefined,
      },
    })
  })

  test("takes what it says", () => {
    expect(made({ name: "fk", column: "code", type: "string", with: { tenant: "tenant_id" }, validate: false }))
      .toMatchObject({
        type: "string",
        reference: {
          name: "fk",
          named: true,
          columns: [{ own: "person_id", other: "code" }, { own: "tenant", other: "tenant_id" }],
          validate: false,
        },
      })
  })

  const types: ReadonlyArray<[about: string, LanguageSettings, unknown]> = [
    ["of the settings' primary keys", { migrationPrimaryKey: { type: "uuid" } }, "uuid"],
    ["of the settings' foreign keys first", {
      migrationPrimaryKey: { type: "uuid" },
      migrationForeignKey: { type: "binary_id" },
    }, "binary_id"],
    ["of no settings where there are no primary keys", { migrationPrimaryKey: false }, "bigserial"],
  ]
  for (const [about, settings, type] of types) {
    test(`has the type ${about}`, () => expect(made({}, settings)?.type).toEqual(type as string))
  }

  const prefixes: ReadonlyArray<
    [about: string, Parameters<typeof references>[1], LanguageSettings, own: string | undefined, string | undefined]
  > = [
    ["its table's", {}, {}, "a", "a"],
    ["its own", { prefix: "b" }, {}, "a", "b"],
    ["none where it says null", { prefix: null }, {}, "a", undefined],
    ["the settings'", {}, { migrationForeignKey: { prefix: "c" } }, "a", "c"],
    ["the run's", {}, { prefix: "r" }, undefined, "r"],
  ]
  for (const [about, options, settings, own, expected] of prefixes) {
    test(`has the prefix: ${about}`, () => {
      expect(made(options, settings, own)?.reference?.table.prefix).toBe(expected as string)
    })
  }

  test("refers to the column of the settings", () => {
    expect(made({}, { migrationForeignKey: { column: "uuid" } })?.reference?.columns)
      .toEqual([{ own: "person_id", other: "uuid" }])
  })
})

describe("a prefix", () => {
  const cases: ReadonlyArray<[about: string, own: string | null | undefined, LanguageSettings, string | undefined]> = [
    ["none", undefined, {}, undefined],
    ["its own", "a", {}, "a"],
    ["its own before the default", "a", { migrationDefaultPrefix: "d" }, "a"],
    ["the run's before the default", undefined, { prefix: "r", migrationDefaultPrefix: "d" }, "r"],
    ["the default", undefined, { migrationDefaultPrefix: "d" }, "d"],
    ["null undoes the default", null, { migrationDefaultPrefix: "d" }, undefined],
    ["its own, which is the run's", "r", { prefix: "r" }, "r"],
  ]
  for (const [about, prefix, settings, expected] of cases) {
    const options = prefix === undefined ? {} : { prefix }
    test(about, () => {
      expect(resolved(drop(table("t", options)), settings)).toMatchObject({ table: { name: "t", prefix: expected } })
      expect(resolved(create(index("t", ["a"], options)), settings)).toMatchObject({
        index: { table: { prefix: expected } },
      })
      expect(resolved(create(constraint("t", "c", { check: "a", ...options })), settings))
        .toMatchObject({ table: { prefix: expected } })
      expect(resolved(updateAll("t", { set: { a: 1 }, ...options }), settings)).toMatchObject({
        table: { prefix: expected },
      })
    })
  }

  test("of its own that is another than the run's is refused", () => {
    expect(refusal(drop(table("t", { prefix: "a" })), { prefix: "r" })).toMatchObject({
      kind: "invalid",
      problem: "The table t has the prefix \"a\", but this run has the prefix \"r\".",
    })
  })
})

describe("an index", () => {
  const names: ReadonlyArray<[Parameters<typeof index>[1], string]> = [
    [["sku"], "products_sku_index"],
    [["category_id", { desc: "sku" }], "products_category_id_sku_index"],
    [[fragment("(lower(sku))")], "products__lower_sku_index"],
    [["two words"], "products_two_words_index"],
  ]
  for (const [on, expected] of names) {
    test(`is named ${expected}`, () => {
      expect(resolved(create(index("products", on)))).toMatchObject({ index: { name: expected } })
    })
  }

  test("keeps its columns with their directions", () => {
    const expression = fragment("lower(b)")
    expect(resolved(createIfNotExists(index("t", ["a", { descNullsLast: expression }], { where: fragment("a > 1") }))))
      .toMatchObject({
        ifNotExists: true,
        index: {
          columns: [{ term: "a", direction: undefined }, { term: expression, direction: "descNullsLast" }],
          where: "a > 1",
        },
      })
  })

  test("is renamed from its default name", () => {
    expect(resolved(rename(index("t", ["a"]), { to: "b" }))).toMatchObject({ index: { name: "t_a_index" }, to: "b" })
  })
})

describe("a constraint", () => {
  test("is a change of its table", () => {
    expect(resolved(create(constraint("t", "positive", { check: fragment("a > 0") })))).toMatchObject({
      _tag: "AlterTable",
      table: { name: "t" },
      changes: [{ _tag: "AddConstraint", constraint: { name: "positive", check: "a > 0", validate: true } }],
    })
    expect(resolved(dropIfExists(constraint("t", "positive"), { mode: "cascade" }))).toMatchObject({
      changes: [{ _tag: "DropConstraint", name: "positive", ifExists: true, mode: "cascade" }],
    })
  })
})

describe("a modify", () => {
  test("says what the column was", () => {
    const before = [references("b"), { null: true }] as const
    expect(resolved(alter(table("t"), [modify("a", "text", { null: false, from: before })]))).toMatchObject({
      changes: [{
        column: { name: "a", type: "text", options: { null: false }, reference: undefined },
        from: { options: { null: true }, reference: { name: "t_a_fkey" } },
      }],
    })
  })

  test("says nothing of it where the migration does not", () => {
    expect(resolved(alter(table("t"), [modify("a", "text")]))).toMatchObject({ changes: [{ from: undefined }] })
  })
})

test("an alter without changes is one", () => {
  expect(resolved(alter(table("t"), []))).toMatchObject({ _tag: "AlterTable", changes: [] })
})

describe("what no database can do is refused:", () => {
  const cases: ReadonlyArray<[about: string, DataCommand, problem: string]> = [
    [
      "a scale without a precision",
      create(table("t"), [add("u", "decimal", { scale: 2 })]),
      "The column u of table t has a scale but no precision.",
    ],
    [
      "the same in an alter",
      alter(table("t"), [addIfNotExists("u", "decimal", { scale: 2 })]),
      "The column u of table t has a scale but no precision.",
    ],
    [
      "the same in what a column was",
      alter(table("t"), [modify("u", "text", { from: ["decimal", { scale: 2 }] })]),
      "The column u of table t has a scale but no precision.",
    ],
    [
      "the same in what is removed",
      alter(table("t"), [remove("u", "decimal", { scale: 2 })]),
      "The column u of table t has a scale but no precision.",
    ],
    [
      "two columns of one name",
      create(table("t"), [add("a", "text"), add("a", "integer")]),
      "The table t would have two columns named a.",
    ],
    [
      "nullsDistinct without unique",
      create(index("t", ["a"], { nullsDistinct: true })),
      "The index t_a_index has nullsDistinct but is not unique.",
    ],
    [
      "an expression as a column's name",
      create(index("t", ["lower(a)"])),
      "The index t_lower_a_index names \"lower(a)\" as a column.",
    ],
    [
      "a constraint that is two",
      create(constraint("t", "c", { check: "a", exclude: "b" })),
      "The constraint c has both check and exclude.",
    ],
    ["a constraint that is none", create(constraint("t", "c")), "The constraint c has neither check nor exclude."],
    ["an update of nothing", updateAll("t", { set: {} }), "updateAll(\"t\") sets no column."],
  ]
  for (const [about, command, problem] of cases) {
    test(about, () => expect(refusal(command)).toMatchObject({ kind: "invalid", problem }))
  }
})

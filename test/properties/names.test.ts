import { describe, expect, test } from "bun:test"
import * as Arbitrary from "effect/Arbitrary"
import * as Result from "effect/Result"
import {
  add,
  alter,
  type Command,
  constraint,
  create,
  drop,
  fragment,
  index,
  modify,
  references,
  remove,
  rename,
  table,
  updateAll,
} from "sterna"
import { Refusal, type SqlLexicon, tokenize } from "sterna/dialect"
import { lexicon as mysql } from "../../plugins/mysql/lexicon.ts"
import { lexicon as postgres } from "../../plugins/postgres/lexicon.ts"
import { decodeCommands } from "../../src/migration/decode.ts"
import { MemoryDatabase } from "../plugins/sqlite/memory-database.ts"
import { oneOf } from "./choice.ts"
import { compilers, isCompilable } from "./dialects.ts"
import { oddNames } from "./names.ts"
import { expectProperty } from "./property.ts"

/** A place in which a name may stand: what says it, and where SQLite shows it afterwards. */
interface Place {
  readonly commands: (name: string) => ReadonlyArray<Command>
  readonly shown: string
}

const base = table("base table")
const tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
const columns = "SELECT name FROM pragma_table_xinfo('base table')"
const foreignKeys = "SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list('base table')"
const checks = "SELECT sql FROM sqlite_master WHERE name = 'base table'"

/** In each of them the name is there when all is done; the rebuilds have to make it out again. */
const places: { readonly [place: string]: Place } = {
  "a new table": { commands: (name) => [create(table(name), [add("body", "text")])], shown: tables },
  "a table that is built anew": {
    commands: (name) => [
      create(table(name), [add("body", "text")]),
      create(index(name, ["body"], { name: "an index" })),
      alter(table(name), [modify("body", "integer", { null: false })]),
      updateAll(name, { set: { body: 1 } }),
    ],
    shown: tables,
  },
  "a table's new name": {
    commands: (name) => [
      create(table("other table")),
      rename(table("other table"), { to: table(name) }),
      alter(table(name), [add("added", "text"), remove("added")]),
    ],
    shown: tables,
  },
  "a table that is referred to": {
    commands: (name) => [create(table(name)), alter(base, [add("other_id", references(name))])],
    shown: foreignKeys,
  },
  "a column of a new table": {
    commands: (name) => [create(table("child"), [add(name, "string", { default: "x" })])],
    shown: "SELECT name FROM pragma_table_xinfo('child')",
  },
  "the primary key of a new table": {
    commands: (name) => [
      create(table("child", { primaryKey: { name } })),
      alter(base, [add("child_id", references("child", { column: name }))]),
    ],
    shown: foreignKeys,
  },
  "an added column": { commands: (name) => [alter(base, [add(name, "text")])], shown: columns },
  "a column of a table that is built anew": {
    commands: (name) => [
      alter(base, [add(name, "text", { collation: "nocase", default: "it's" })]),
      create(index("base table", [{ desc: name }], { name: "an index" })),
      alter(base, [modify(name, "string", { null: false, default: "1", from: "text" })]),
      updateAll("base table", { set: { [name]: "new" } }),
    ],
    shown: columns,
  },
  "a column beside one that goes": {
    commands: (name) => [
      alter(base, [add(name, "text", { primaryKey: false })]),
      alter(base, [modify("title", "integer"), remove("title", references("base table", { with: { a: "b" } }))]),
    ],
    shown: columns,
  },
  "a column's new name": { commands: (name) => [rename(base, "title", { to: name })], shown: columns },
  "a column with a foreign key": {
    commands: (name) => [alter(base, [add(name, references("base table", { onDelete: "cascade" }))])],
    shown: foreignKeys,
  },
  "a column of a composite foreign key": {
    commands: (name) => [
      create(table("child"), [
        add(name, "integer"),
        add("base_id", references("base table", { with: { [name]: "number" } })),
      ]),
      alter(table("child"), [modify(name, "bigint", { default: 1 })]),
    ],
    shown: "SELECT \"from\" FROM pragma_foreign_key_list('child')",
  },
  "a foreign key": {
    commands: (name) => [
      alter(base, [add("other_id", references("base table", { name }))]),
      alter(base, [modify("title", "integer")]),
    ],
    shown: checks,
  },
  "a constraint": {
    commands: (name) => [
      create(constraint("base table", name, { check: "title <> ''" })),
      alter(base, [modify("title", "integer")]),
    ],
    shown: checks,
  },
  "a constraint that goes and comes again": {
    commands: (name) => [
      create(constraint("base table", name, { check: "title <> ''" })),
      drop(constraint("base table", name)),
      create(constraint("base table", name, { check: "title <> 'x'" })),
    ],
    shown: checks,
  },
  "a check of a column": {
    commands: (name) => [alter(base, [add("size", "integer", { check: { name, expr: "size > 0" } })])],
    shown: checks,
  },
  "an index": {
    commands: (name) => [create(index("base table", ["title", fragment("lower(title)")], { name }))],
    shown: "SELECT name FROM sqlite_master WHERE type = 'index'",
  },
  "an index's new name": {
    commands: (name) => [
      create(index("base table", ["title"])),
      rename(index("base table", ["title"]), { to: name }),
    ],
    shown: "SELECT name FROM sqlite_master WHERE type = 'index'",
  },
}

const quoteInSql = (name: string): string => `"${name}"`

describe.each(Object.entries(places))("%s", (_, { commands, shown }) => {
  test("is named as it is written, or refused by its name", async () => {
    await expectProperty(oddNames, async (name) => {
      const written = commands(name)
      const decoded = decodeCommands(written, "up")
      if (Result.isFailure(decoded)) return named(decoded.failure, name)
      const database = new MemoryDatabase(
        "CREATE TABLE \"base table\" (id INTEGER PRIMARY KEY, number INTEGER, title TEXT, UNIQUE (id, number))",
        "INSERT INTO \"base table\" VALUES (1, 1, 'one')",
      )
      try {
        await database.migrate(written)
      } catch (error) {
        if (error instanceof Refusal) return named(error, name)
        return String(error).endsWith(`rowid alias: ${name}`) ? undefined : String(error)
      }
      const rows = database.rows(shown).flatMap((row) => Object.values(row))
      const found = shown === checks ? rows.some((sql) => String(sql).includes(quoteInSql(name))) : rows.includes(name)
      return found ? undefined : `There is ${JSON.stringify(rows)}.`
    }, { runs: 60 })
  })
})

/** A refusal has to name what is wrong: the name, or that there is none. */
const named = ({ kind, message }: Refusal, name: string): string | undefined =>
  kind === "invalid" && [JSON.stringify(name), `"${name}"`, "empty"].some((text) => message.includes(text))
    ? undefined
    : `It is refused otherwise: ${message}`

const lexicons: { readonly [dialect: string]: SqlLexicon } = { postgres, mysql, mariadb: mysql }

describe.each(Object.entries(lexicons))("%s", (dialect, lexicon) => {
  const kinds = (sql: string) => tokenize(sql, lexicon).map(({ kind }) => kind)

  test("reads a name as one name, wherever it stands, or it is refused", async () => {
    const compiler = compilers[dialect]
    const compile = (command: Command) =>
      compiler !== undefined && isCompilable(command)
        ? compiler.compile(command, { settings: {}, server: compiler.server })
        : undefined
    let compared = 0
    const placedNames = Arbitrary.all([oneOf(["a new table", ...Object.keys(places)]), oddNames])
    await expectProperty(placedNames, ([place, name]) => {
      for (const [position, command] of (places[place]?.commands(name) ?? []).entries()) {
        const plain = places[place]?.commands("plain")[position]
        const [expected, actual] = [plain === undefined ? undefined : compile(plain), compile(command)]
        if (expected === undefined || actual === undefined || Result.isFailure(expected)) continue
        if (Result.isFailure(actual)) {
          const tooLong = dialect !== "postgres" && Array.from(name).length > 64
          if (/["`\0()]/.test(name) || name === "" || !name.isWellFormed() || tooLong) continue
          // Names that are made of it, an index's for example, are longer still.
          if (name.length > 32 && actual.failure.message.includes(" takes 64 characters.")) continue
          return actual.failure.message
        }
        for (const [at, step] of actual.success.entries()) {
          const other = expected.success[at]
          if (step._tag === "Rebuild" || other === undefined || other._tag === "Rebuild") continue
          compared++
          if (!Bun.deepEquals(kinds(step.sql), kinds(other.sql))) return `${step.sql}\nis not like ${other.sql}`
        }
      }
      return undefined
    }, { runs: 1000 })
    expect(compared).toBeGreaterThan(300)
  })
})

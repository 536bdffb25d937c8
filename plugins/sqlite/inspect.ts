import * as Effect from "effect/Effect"
import {
  type Connection,
  DatabaseError,
  type Dialect,
  type Refusal,
  type TableSchema,
  unsupported,
} from "sterna/dialect"
import { mentions, sameName } from "./table/identifier.ts"

/**
 * The schema of a table as it is now, from `sqlite_master`.
 *
 * Fails with `missing table` where there is none of that name; refuses with kind `unsupported` a view and a virtual
 * table, which cannot be built anew.
 */
export const inspect: NonNullable<Dialect["inspect"]> = Effect.fn("sqlite.inspect")(function*(connection, name) {
  const objects = yield* objectsOf(connection)
  const table = objects.find((object) => isTable(object) && sameName(object.name, name))
  if (table === undefined) {
    return yield* new DatabaseError({
      kind: "missing table",
      problem: `There is no table ${name}.`,
      hint: "Create it in an earlier migration, or correct its name.",
    })
  }
  const refusal = refusalOf(table)
  if (refusal !== undefined) return yield* refusal
  return {
    name: table.name,
    sql: table.sql,
    columns: yield* columnsOf(connection, table.name),
    dependants: objects.flatMap((object) => dependantOf(object, table)),
    sequence: yield* sequenceOf(connection, objects, table.name),
  }
})

/** A row of `sqlite_master`. */
interface SchemaObject {
  readonly type: string
  readonly name: string
  /** The table or view that it belongs to. */
  readonly table: string
  readonly sql: string
}

/** The index of a UNIQUE or PRIMARY KEY has no SQL of its own: it comes with its table. */
const objectsOf = (connection: Connection): Effect.Effect<ReadonlyArray<SchemaObject>, DatabaseError> =>
  Effect.map(
    connection.query("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"),
    (rows) =>
      rows.map((row) => ({
        type: String(row["type"]),
        name: String(row["name"]),
        table: String(row["tbl_name"]),
        sql: String(row["sql"]),
      })),
  )

const isTable = ({ type }: SchemaObject): boolean => type === "table" || type === "view"

const refusalOf = ({ name, sql, type }: SchemaObject): Refusal | undefined => {
  if (type === "view") return unsupported(`${name} is a view.`, "Drop it and create it again with execute(\"…\").")
  return /^\s*CREATE\s+VIRTUAL\b/i.test(sql)
    ? unsupported(`${name} is a virtual table, which cannot be altered.`, "Change it with execute(\"…\").")
    : undefined
}

/** What `table_xinfo` calls hidden: 2 is a virtual generated column, 3 a stored one (pragma). */
const columnsOf = (connection: Connection, table: string): Effect.Effect<TableSchema["columns"], DatabaseError> =>
  Effect.map(
    connection.query("SELECT name, hidden FROM pragma_table_xinfo(?)", [table]),
    (rows) => rows.map((row) => ({ name: String(row["name"]), generated: Number(row["hidden"]) >= 2 })),
  )

const dependantOf = (object: SchemaObject, table: SchemaObject): TableSchema["dependants"] => {
  const { name, sql, type } = object
  if (type === "view") return mentions(sql, table.name) ? [{ type, name, sql }] : []
  return (type === "index" || type === "trigger") && sameName(object.table, table.name) ? [{ type, name, sql }] : []
}

/** `sqlite_sequence` is there from the first AUTOINCREMENT of the database on, and says what was last given out. */
const sequenceOf = (
  connection: Connection,
  objects: ReadonlyArray<SchemaObject>,
  table: string,
): Effect.Effect<bigint | undefined, DatabaseError> =>
  Effect.gen(function*() {
    if (!objects.some(({ name }) => name === "sqlite_sequence")) return undefined
    const rows = yield* connection.query(
      "SELECT CAST(seq AS INTEGER) AS seq FROM sqlite_sequence WHERE name = ?",
      [table],
    )
    const last = rows[0]?.["seq"]
    return typeof last === "number" || typeof last === "bigint" ? BigInt(last) : undefined
  })

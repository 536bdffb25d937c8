import * as Result from "effect/Result"
import { type Dialect, statement, type TableSchema } from "sterna/dialect"
import { changeTable } from "./table/change-table.ts"
import { quoted, sameName } from "./table/identifier.ts"
import { isIndexOn } from "./table/index-definition.ts"
import { numbersRows, rowNumberOf, withoutRowNumbers } from "./table/primary-key.ts"
import {
  columnDefinitions,
  columnPosition,
  createTableSql,
  readTableDefinition,
  type TableDefinition,
} from "./table/table-definition.ts"

/**
 * The statements that build a table anew (lang_altertable, 7): none where nothing changes. What the changes do not name
 * stays as it was written: checks, collations, generated columns, `STRICT`, comments. Data, indexes, triggers and the
 * last number given out survive; an index goes with a column that it is on, as in PostgreSQL.
 *
 * Rows that break the new definition make the copy fail. Foreign keys have to be off meanwhile: `TransactionKind`.
 *
 * Refuses with kind `invalid` a change that does not fit the table, with kind `unsupported` a table whose definition
 * cannot be made out.
 */
export const rebuild: NonNullable<Dialect["rebuild"]> = (schema, { changes }) =>
  Result.gen(function*() {
    const present = yield* readTableDefinition(schema.name, schema.sql)
    const changed = yield* changeTable(present, changes)
    const gone = changes.flatMap((change) =>
      change._tag === "RemoveColumn" && columnPosition(present, change.name) >= 0 ? [change.name] : []
    )
    const same = gone.length === 0 && createTableSql(schema.name, changed) === createTableSql(schema.name, present)
    return same ? [] : statementsOf({ schema, present, changed, gone }).map(statement)
  })

interface Rebuilding {
  readonly schema: TableSchema
  readonly present: TableDefinition
  readonly changed: TableDefinition
  /** The columns that go. One of the same name may come in their place. */
  readonly gone: ReadonlyArray<string>
}

const statementsOf = (rebuilding: Rebuilding): ReadonlyArray<string> => {
  const { changed, gone, schema } = rebuilding
  const table = quoted(schema.name)
  // Messages name it, for rows that break the new definition: "NOT NULL constraint failed: posts (new).title".
  const successor = `${schema.name} (new)`
  return [
    createTableSql(successor, changed),
    ...copy(rebuilding, successor),
    ...sequence(rebuilding, successor),
    `DROP TABLE ${table}`,
    // As it is today, RENAME refuses views and triggers that name the table while it is not there. They are text that
    // fits again afterwards, as other tables' REFERENCES do: RENAME as it was leaves them alone.
    "PRAGMA legacy_alter_table = ON",
    `ALTER TABLE ${quoted(successor)} RENAME TO ${table}`,
    "PRAGMA legacy_alter_table = OFF",
    ...schema.dependants
      .filter(({ sql, type }) => type === "trigger" || (type === "index" && !gone.some((name) => isIndexOn(sql, name))))
      .map(({ sql }) => sql),
    ...gone.length === 0 ? [] : verification(schema),
  ]
}

/**
 * Copies the rows. `OR ABORT` outdoes an `ON CONFLICT REPLACE` or `IGNORE` in the definition, which would lose some.
 * Where no column holds the number of a row it is copied as well, for what refers to it (a full-text index).
 */
const copy = ({ changed, gone, present, schema }: Rebuilding, successor: string): ReadonlyArray<string> => {
  const copied = schema.columns
    .filter(({ generated, name }) => !generated && !gone.some((other) => sameName(other, name)))
    .filter(({ name }) => holdsData(changed, name))
    .map(({ name }) => name)
  const number = rowNumberOf(changed)
  const isHeld = rowNumberOf(present) !== undefined
    || copied.some((name) => number !== undefined && sameName(name, number))
  const rowNumber = isHeld || withoutRowNumbers(present) || withoutRowNumbers(changed)
    ? undefined
    : ["rowid", "_rowid_", "oid"].find((name) => [present, changed].every((table) => columnPosition(table, name) < 0))
  const names = [...rowNumber === undefined ? [] : [rowNumber], ...copied.map(quoted)].join(", ")
  return names === ""
    ? []
    : [`INSERT OR ABORT INTO ${quoted(successor)} (${names}) SELECT ${names} FROM ${quoted(schema.name)}`]
}

const holdsData = (table: TableDefinition, column: string): boolean =>
  columnDefinitions(table).some((definition) =>
    definition.column !== undefined && sameName(definition.column.name, column)
    && !definition.clauses.some(({ kind }) => kind === "generated")
  )

/** The last number given out stays known, though its row may be gone. The copy may have left a row of its own. */
const sequence = ({ changed, schema }: Rebuilding, successor: string): ReadonlyArray<string> => {
  if (schema.sequence === undefined || !numbersRows(changed)) return []
  const name = `'${successor.replaceAll("'", "''")}'`
  return [
    `DELETE FROM sqlite_sequence WHERE name = ${name}`,
    `INSERT INTO sqlite_sequence (name, seq) VALUES (${name}, ${schema.sequence})`,
  ]
}

/**
 * Finds out whether a view or trigger still speaks of a column that went: SQLite goes through all of them when it
 * renames a column of any table.
 */
const verification = (schema: TableSchema): ReadonlyArray<string> => {
  const scratch = quoted(`${schema.name} (check)`)
  return [
    `CREATE TABLE ${scratch} ("one" INTEGER)`,
    `ALTER TABLE ${scratch} RENAME COLUMN "one" TO "other"`,
    `DROP TABLE ${scratch}`,
  ]
}

import * as Result from "effect/Result"
import type { ColumnType } from "./column-type.ts"
import type { Add, AlterEntry, ColumnOptions, CreateEntry, From, Modify, TimestampsOptions } from "./column.ts"
import { resolvePrefix } from "./prefix.ts"
import type { QualifiedName } from "./qualified-name.ts"
import { invalid, type Refusal } from "./refusal.ts"
import { type ColumnInput, resolveColumn } from "./resolve-column.ts"
import type { LanguageSettings } from "./settings.ts"
import type { ModifyColumn, TableChange } from "./table-change.ts"
import type { TableColumn } from "./table-column.ts"
import type { PrimaryKeyOptions, Table } from "./table.ts"

type Resolved<A> = Result.Result<A, Refusal>

/** The name of a table, with its prefix. Refuses a prefix that is another than the run's. */
export const resolveTableName = (table: Table, settings: LanguageSettings): Resolved<QualifiedName> =>
  Result.map(
    resolvePrefix(table.options.prefix, settings, `table ${table.name}`),
    (prefix) => ({ name: table.name, prefix }),
  )

/** The columns of a new table: its own primary key first, timestamps spelt out. Refuses a name that comes twice. */
export const resolveColumns = (
  name: QualifiedName,
  table: Table,
  entries: ReadonlyArray<CreateEntry>,
  settings: LanguageSettings,
): Resolved<ReadonlyArray<TableColumn>> => {
  const primaryKey = implicitPrimaryKey(table, settings)
  const inputs = [
    ...primaryKey === undefined ? [] : [primaryKey],
    ...entries.flatMap((entry): ReadonlyArray<ColumnInput> =>
      entry._tag === "Timestamps" ? timestampColumns(entry.options, settings) : [entry]
    ),
  ]
  const twice = inputs.find((input, position) => inputs.findIndex(({ column }) => column === input.column) < position)
  if (twice !== undefined) {
    return Result.fail(invalid(
      `The table ${table.name} would have two columns named ${twice.column}.`,
      twice.column === primaryKey?.column
        ? `It has a primary key ${twice.column} by itself; { primaryKey: false } leaves that out.`
        : "Give one of them another name.",
    ))
  }
  return Result.all(inputs.map((input) => resolveColumn(name, input, settings)))
}

/** The changes of a table, with every setting applied. */
export const resolveChanges = (
  name: QualifiedName,
  entries: ReadonlyArray<AlterEntry>,
  settings: LanguageSettings,
): Resolved<ReadonlyArray<TableChange>> => Result.all(entries.flatMap((entry) => resolveChange(name, entry, settings)))

const resolveChange = (
  table: QualifiedName,
  entry: AlterEntry,
  settings: LanguageSettings,
): ReadonlyArray<Resolved<TableChange>> => {
  const added = (input: ColumnInput, ifNotExists: boolean): Resolved<TableChange> =>
    Result.map(resolveColumn(table, input, settings), (column) => ({ _tag: "AddColumn", column, ifNotExists }))
  const removed = (
    { column, options, type }: { column: string; type: ColumnType | undefined; options: ColumnOptions },
    ifExists: boolean,
  ): Resolved<TableChange> =>
    type === undefined
      ? Result.succeed({ _tag: "RemoveColumn", name: column, column: undefined, ifExists })
      : Result.map(
        resolveColumn(table, { column, type, options }, settings),
        (known) => ({ _tag: "RemoveColumn", name: column, column: known, ifExists }),
      )
  switch (entry._tag) {
    case "Add":
      return [added(entry, false)]
    case "AddIfNotExists":
      return [added(entry, true)]
    case "Modify":
      return [resolveModify(table, entry, settings)]
    case "Remove":
      return [removed(entry, false)]
    case "RemoveIfExists":
      return [removed({ ...entry, options: {} }, true)]
    case "Timestamps":
      return timestampColumns(entry.options, settings).map((column) => added(column, false))
    case "RemoveTimestamps":
      return timestampColumns(entry.options, settings).toReversed().map((column) => removed(column, false))
  }
}

const resolveModify = (table: QualifiedName, entry: Modify, settings: LanguageSettings): Resolved<ModifyColumn> => {
  const { from, ...options } = entry.options
  return Result.gen(function*() {
    const column = yield* resolveColumn(table, { column: entry.column, type: entry.type, options }, settings)
    const before = from === undefined
      ? undefined
      : yield* resolveColumn(table, { column: entry.column, ...typeAndOptions(from) }, settings)
    return { _tag: "ModifyColumn", column, from: before }
  })
}

const typeAndOptions = (from: From): { readonly type: ColumnType; readonly options: ColumnOptions } =>
  isPair(from) ? { type: from[0], options: from[1] } : { type: from, options: {} }

const isPair = (from: From): from is readonly [type: ColumnType, options: ColumnOptions] => Array.isArray(from)

/** The columns that `timestamps()` stands for (Ecto.Migration, `timestamps/1`). */
const timestampColumns = (call: TimestampsOptions, settings: LanguageSettings): ReadonlyArray<Add> => {
  const { insertedAt = "inserted_at", type = "naive_datetime", updatedAt = "updated_at", ...options } = {
    null: false,
    ...settings.migrationTimestamps,
    ...call,
  }
  return [insertedAt, updatedAt]
    .filter((column) => column !== false)
    .map((column): Add => ({ _tag: "Add", column, type, options }))
}

/**
 * The primary key that a table has without being asked. The table's own options are not merged with the repo's
 * (Ecto.Migration, `__primary_key__`).
 */
const implicitPrimaryKey = (table: Table, settings: LanguageSettings): ColumnInput | undefined => {
  const said = table.options.primaryKey ?? true
  const primaryKey = said === true ? settings.migrationPrimaryKey ?? {} : said
  return primaryKey === false ? undefined : primaryKeyColumn(primaryKey)
}

const primaryKeyColumn = (
  { name = "id", type = "bigserial", ...options }: PrimaryKeyOptions,
): ColumnInput => ({ column: name, type, options: { ...options, primaryKey: true } })

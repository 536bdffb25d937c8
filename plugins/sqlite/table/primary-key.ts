import * as Result from "effect/Result"
import { invalid, type Refusal, type TableChange } from "sterna/dialect"
import { cutClauses } from "./cut-clauses.ts"
import { insertBehind } from "./definition-list.ts"
import { clausesOf, columnsOf } from "./definition.ts"
import { quoted, sameName } from "./identifier.ts"
import { append, spliced } from "./splice.ts"
import { columnPosition, type TableDefinition, withTexts } from "./table-definition.ts"

type Changed = Result.Result<TableDefinition, Refusal>

/** The columns of a table's primary key; none where it has no key. */
const primaryKeyOf = ({ definitions }: TableDefinition): ReadonlyArray<string> =>
  definitions.flatMap((definition) =>
    clausesOf(definition, "primaryKey").flatMap((clause) => columnsOf(definition, clause))
  )

/** The column that is the row's number: the whole primary key, of the type INTEGER (lang_createtable, 5). */
export const rowNumberOf = (table: TableDefinition): string | undefined => {
  const [name, ...others] = primaryKeyOf(table)
  if (name === undefined || others.length > 0 || withoutRowNumbers(table)) return undefined
  const column = table.definitions[columnPosition(table, name)]?.column
  return column?.type.text.toUpperCase() === "INTEGER" ? column.name : undefined
}

/** Whether the table gives out numbers that it never gives out again: AUTOINCREMENT (autoinc). */
export const numbersRows = ({ definitions }: TableDefinition): boolean =>
  definitions.some(({ clauses, text }) =>
    clauses.some(({ end, kind, start }) => kind === "primaryKey" && /\bAUTOINCREMENT\b/i.test(text.slice(start, end)))
  )

/** Whether the table is one of those that number no rows (withoutrowid). */
export const withoutRowNumbers = ({ tail }: TableDefinition): boolean => /\bWITHOUT\s+ROWID\b/i.test(tail)

/**
 * A table whose primary key are the columns of which changes say so. Refuses with kind `invalid` a second one.
 */
export const addPrimaryKey = (table: TableDefinition, changes: ReadonlyArray<TableChange>): Changed => {
  const present = primaryKeyOf(table)
  const columns = changes.flatMap((change) =>
    (change._tag === "AddColumn" || change._tag === "ModifyColumn")
      && change.column.options.primaryKey === true
      && !present.some((name) => sameName(name, change.column.name))
      ? [change.column]
      : []
  )
  const [column, ...others] = columns
  if (column === undefined) return Result.succeed(table)
  if (present.length > 0) {
    return Result.fail(invalid(
      `The table ${table.name} has a primary key already: ${present.join(", ")}.`,
      "Take it away first: modify(column, type, { primaryKey: false }), or remove(column).",
    ))
  }
  const texts = table.definitions.map(({ text }) => text)
  if (others.length > 0) {
    const names = columns.map(({ name }) => quoted(name)).join(",")
    return withTexts(table, insertBehind(texts, texts.length - 1, `PRIMARY KEY (${names})`))
  }
  const position = columnPosition(table, column.name)
  const definition = table.definitions[position]
  const numbered = (column.type === "serial" || column.type === "bigserial") && !withoutRowNumbers(table)
  return definition === undefined
    ? Result.succeed(table)
    : withTexts(
      table,
      texts.with(
        position,
        spliced(definition, [append(definition, numbered ? "PRIMARY KEY AUTOINCREMENT" : "PRIMARY KEY")]),
      ),
    )
}

/** A table whose primary key is without a column; one that has none left goes. */
export const removeFromPrimaryKey = (table: TableDefinition, column: string): Changed => {
  const present = primaryKeyOf(table)
  const rest = present.filter((name) => !sameName(name, column))
  if (rest.length === present.length) return Result.succeed(table)
  return Result.flatMap(
    cutClauses(table, ({ kind }) => kind === "primaryKey"),
    (without) =>
      rest.length === 0 ? Result.succeed(without) : withTexts(
        without,
        insertBehind(
          without.definitions.map(({ text }) => text),
          without.definitions.length - 1,
          `PRIMARY KEY (${rest.map(quoted).join(",")})`,
        ),
      ),
  )
}

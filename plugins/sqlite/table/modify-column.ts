import * as Result from "effect/Result"
import {
  type ColumnText,
  columnText,
  type ForeignKey,
  foreignKeyText,
  generatedText,
  invalid,
  type ModifyColumn,
  type Refusal,
  type TableColumn,
} from "sterna/dialect"
import { collation, grammar } from "../grammar.ts"
import { cutClauses } from "./cut-clauses.ts"
import { insertBehind } from "./definition-list.ts"
import { clausesOf, type Definition } from "./definition.ts"
import { foreignKeysOf } from "./foreign-keys.ts"
import { sameName } from "./identifier.ts"
import { removeFromPrimaryKey } from "./primary-key.ts"
import { append, cut, replaceOrAppend, type Splice, spliced } from "./splice.ts"
import { columnPosition, type TableDefinition, withTexts } from "./table-definition.ts"

type Changed = Result.Result<TableDefinition, Refusal>

/**
 * A table with another definition of a column. Only what the change names is another: the type, and each option said.
 * A reference takes the place of the one that `from` names, of one of its own name, and of one to the same table.
 */
export const modifyColumn = (table: TableDefinition, { column, from }: ModifyColumn): Changed =>
  Result.gen(function*() {
    const text = yield* columnText(grammar, { name: table.name, prefix: undefined }, column, { primaryKey: false })
    const released = yield* dropReference(table, column, from)
    const rewritten = yield* rewriteColumn(released, column, text)
    const referring = yield* addReference(rewritten, column, text)
    return column.options.primaryKey === false ? yield* removeFromPrimaryKey(referring, column.name) : referring
  })

const rewriteColumn = (table: TableDefinition, column: TableColumn, text: ColumnText): Changed => {
  const position = columnPosition(table, column.name)
  return withTexts(
    table,
    table.definitions.map((definition, at) =>
      at === position ? spliced(definition, splicesOf(definition, column, text)) : definition.text
    ),
  )
}

const splicesOf = (definition: Definition, { options }: TableColumn, text: ColumnText): ReadonlyArray<Splice> => {
  const replaced = (kind: "default" | "collate" | "generated", sql: string | undefined): ReadonlyArray<Splice> =>
    sql === undefined ? [] : replaceOrAppend(definition, clausesOf(definition, kind), sql)
  return [
    ...typeSplices(definition, text.type),
    ...nullSplices(definition, options.null),
    // A default of NULL is none.
    ...options.default === null
      ? clausesOf(definition, "default").map((clause) => cut(definition, clause))
      : replaced("default", text.default && `DEFAULT ${text.default}`),
    ...replaced("collate", text.collation && `COLLATE ${collation(text.collation)}`),
    ...replaced("generated", text.generated && generatedText(text.generated)),
    ...checkSplices(definition, options.check?.name, text.check),
  ]
}

const typeSplices = (definition: Definition, type: string): ReadonlyArray<Splice> => {
  const { column } = definition
  if (column === undefined || column.type.text.toUpperCase() === type.toUpperCase()) return []
  const { end, start, text } = column.type
  return [
    { start, end, text: text === "" ? ` ${type}` : type },
    // Only an INTEGER gives out numbers.
    ...type === "INTEGER" ? [] : clausesOf(definition, "primaryKey").map((clause) => {
      const sql = definition.text.slice(clause.start, clause.end)
      return { start: clause.start, end: clause.end, text: sql.replace(/\s+AUTOINCREMENT$/i, "") }
    }),
  ]
}

const nullSplices = (definition: Definition, nullable: boolean | null | undefined): ReadonlyArray<Splice> => {
  const notNull = clausesOf(definition, "notNull")
  if (nullable === true) return notNull.map((clause) => cut(definition, clause))
  if (nullable !== false) return []
  return [
    ...clausesOf(definition, "null").map((clause) => cut(definition, clause)),
    ...notNull.length > 0 ? [] : [append(definition, "NOT NULL")],
  ]
}

const checkSplices = (
  definition: Definition,
  name: string | undefined,
  sql: string | undefined,
): ReadonlyArray<Splice> =>
  name === undefined || sql === undefined ? [] : replaceOrAppend(
    definition,
    clausesOf(definition, "check").filter((clause) => clause.name !== undefined && sameName(clause.name, name)),
    sql,
  )

const ownColumns = (key: ForeignKey): ReadonlyArray<string> => key.columns.map(({ own }) => own)

const dropReference = (table: TableDefinition, column: TableColumn, from: TableColumn | undefined): Changed => {
  const was = from?.reference === undefined ? [] : foreignKeysOf(table, ownColumns(from.reference))
  if (from?.reference !== undefined && was.length === 0) {
    return Result.fail(invalid(
      `The column ${column.name} of table ${table.name} has no foreign key.`,
      "Say in `from` what the column is: its type.",
    ))
  }
  const { reference } = column
  const replaced = reference === undefined
    ? []
    : foreignKeysOf(table, ownColumns(reference)).filter((clause) =>
      [[clause.name, reference.name], [clause.target, reference.table.name]].some(([one, other]) =>
        one !== undefined && other !== undefined && sameName(one, other)
      )
    )
  const dropped = new Set([...was, ...replaced])
  return dropped.size === 0 ? Result.succeed(table) : cutClauses(table, (clause) => dropped.has(clause))
}

const addReference = (table: TableDefinition, column: TableColumn, text: ColumnText): Changed => {
  const { reference } = column
  if (reference === undefined) return Result.succeed(table)
  const position = columnPosition(table, column.name)
  const texts = table.definitions.map((definition) => definition.text)
  const inline = text.reference
  return inline === undefined
    ? Result.flatMap(
      foreignKeyText(grammar, reference),
      (sql) => withTexts(table, insertBehind(texts, texts.length - 1, sql)),
    )
    : withTexts(
      table,
      table.definitions.map((definition, at) =>
        at === position ? spliced(definition, [append(definition, inline)]) : definition.text
      ),
    )
}

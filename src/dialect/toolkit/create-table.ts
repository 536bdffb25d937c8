import * as Result from "effect/Result"
import type { QualifiedName } from "../../migration/qualified-name.ts"
import type { Refusal } from "../../migration/refusal.ts"
import type { CreateTable } from "../../migration/resolved-command.ts"
import type { TableColumn } from "../../migration/table-column.ts"
import { columnText } from "./column-text.ts"
import { columnComments, tableComment } from "./comments.ts"
import { foreignKeyText } from "./foreign-key-text.ts"
import type { Grammar } from "./grammar.ts"
import { stringLiteral } from "./literal.ts"
import { quoteNames, quoteQualifiedName } from "./name.ts"

type Text<A> = Result.Result<A, Refusal>

/** The statements that create a table: the table itself, then its comments where they are statements. */
export const createTableStatements = (grammar: Grammar, command: CreateTable): Text<ReadonlyArray<string>> =>
  Result.gen(function*() {
    const { columns, comment, engine, ifNotExists, modifiers, options, table } = command
    const name = yield* quoteQualifiedName(grammar.nameQuote, table)
    const body = (yield* definitions(grammar, table, columns)).join(", ")
    return [
      grammar.createTable({
        name,
        ifNotExists,
        body,
        modifiers,
        engine,
        options,
        comment: comment === undefined
          ? undefined
          : yield* stringLiteral(grammar.literals, comment, `The comment of table ${table.name}`),
      }),
      ...yield* tableComment(grammar, table, comment),
      ...yield* columnComments(grammar, table, columns),
    ]
  })

const definitions = (
  grammar: Grammar,
  table: QualifiedName,
  columns: ReadonlyArray<TableColumn>,
): Text<ReadonlyArray<string>> =>
  Result.gen(function*() {
    const inline = grammar.keys === "inline"
    const primaryKey = columns.filter(({ options }) => options.primaryKey === true).map(({ name }) => name)
    const inlinePrimaryKey = inline && primaryKey.length === 1
    const columnDefinitions: Array<string> = []
    const foreignKeys: Array<string> = []
    for (const column of columns) {
      const own = inlinePrimaryKey && column.options.primaryKey === true
      columnDefinitions.push(grammar.column(yield* columnText(grammar, table, column, { primaryKey: own })))
      if (column.reference === undefined || (inline && column.reference.columns.length === 1)) continue
      const foreignKey = yield* foreignKeyText(grammar, column.reference)
      if (inline) foreignKeys.push(foreignKey)
      else columnDefinitions.push(foreignKey)
    }
    const primaryKeys = primaryKey.length === 0 || inlinePrimaryKey
      ? []
      : [`PRIMARY KEY (${yield* quoteNames(grammar.nameQuote, primaryKey, ",")})`]
    return [...columnDefinitions, ...primaryKeys, ...foreignKeys]
  })

import * as Result from "effect/Result"
import type { QualifiedName } from "../../migration/qualified-name.ts"
import type { Refusal } from "../../migration/refusal.ts"
import type { TableColumn } from "../../migration/table-column.ts"
import type { TableConstraint } from "../../migration/table-constraint.ts"
import type { CommentGrammar, Grammar } from "./grammar.ts"
import { stringLiteral } from "./literal.ts"
import { quoteName, quoteQualifiedName } from "./name.ts"

type Statements = Result.Result<ReadonlyArray<string>, Refusal>

/** The comment of a table, where comments are statements of their own. */
export const tableComment = (grammar: Grammar, table: QualifiedName, comment: string | undefined): Statements =>
  commented(
    grammar,
    comment,
    `table ${table.name}`,
    (comments, literal) =>
      Result.map(quoteQualifiedName(grammar.nameQuote, table), (name) => comments.table(name, literal)),
  )

/** The comments of columns, where comments are statements of their own. */
export const columnComments = (
  grammar: Grammar,
  table: QualifiedName,
  columns: ReadonlyArray<TableColumn>,
): Statements =>
  Result.map(
    Result.all(columns.map(({ name, options }) =>
      commented(grammar, options.comment, `column ${name} of table ${table.name}`, (comments, literal) =>
        Result.map(
          Result.all([quoteQualifiedName(grammar.nameQuote, table), quoteName(grammar.nameQuote, name)]),
          ([quotedTable, column]) => comments.column(quotedTable, column, literal),
        ))
    )),
    (statements) =>
      statements.flat(),
  )

/** The comment of a constraint, where comments are statements of their own. */
export const constraintComment = (grammar: Grammar, { comment, name, table }: TableConstraint): Statements =>
  commented(grammar, comment, `constraint ${name}`, (comments, literal) =>
    Result.map(
      Result.all([quoteQualifiedName(grammar.nameQuote, table), quoteName(grammar.nameQuote, name)]),
      ([quotedTable, constraint]) => comments.constraint(quotedTable, constraint, literal),
    ))

const commented = (
  grammar: Grammar,
  comment: string | undefined,
  subject: string,
  statement: (comments: CommentGrammar, literal: string) => Result.Result<string, Refusal>,
): Statements => {
  const { comments } = grammar
  return comment === undefined || comments === undefined
    ? Result.succeed([])
    : Result.gen(function*() {
      return [yield* statement(comments, yield* stringLiteral(grammar.literals, comment, `The comment of ${subject}`))]
    })
}

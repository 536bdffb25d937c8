import * as Result from "effect/Result"
import { type Refusal, unsupported } from "../../migration/refusal.ts"
import type { AlterTable } from "../../migration/resolved-command.ts"
import type { TableChange } from "../../migration/table-change.ts"
import type { TableColumn } from "../../migration/table-column.ts"
import { statement, type Step } from "../step.ts"
import { changeText } from "./change-text.ts"
import { columnComments, constraintComment, tableComment } from "./comments.ts"
import type { Grammar } from "./grammar.ts"
import { stringLiteral } from "./literal.ts"
import { quoteNames, quoteQualifiedName } from "./name.ts"
import type { ChangeText } from "./statement-text.ts"

type Text<A> = Result.Result<A, Refusal>

/**
 * The steps that change a table: its statements, then its comments; or one rebuild with all changes, where one of them
 * has no statement. A rebuild's names and values are judged here as well, before anything runs.
 */
export const alterTableSteps = (grammar: Grammar, command: AlterTable): Text<ReadonlyArray<Step>> =>
  Result.gen(function*() {
    const { changes, comment, table } = command
    const name = yield* quoteQualifiedName(grammar.nameQuote, table)
    const texts = yield* Result.all(changes.map((change) => changeText(grammar, table, change)))
    if (changes.some(grammar.alterTable.rebuilds)) return [{ _tag: "Rebuild", table: table.name, changes }]
    const clauses = [
      ...(yield* Result.all(texts.map((text) => clausesOf(grammar, text)))).flat(),
      ...yield* primaryKeyClause(grammar, changes),
      ...yield* commentClause(grammar, command),
    ]
    const statements = [
      ...grammar.alterTable.statements(name, clauses),
      ...yield* tableComment(grammar, table, comment),
      ...yield* columnComments(grammar, table, changes.flatMap(newDefinition)),
      ...(yield* Result.all(
        changes.map((change) =>
          change._tag === "AddConstraint" ? constraintComment(grammar, change.constraint) : Result.succeed([])
        ),
      )).flat(),
    ]
    return statements.map(statement)
  })

const clausesOf = (grammar: Grammar, change: ChangeText): Text<ReadonlyArray<string>> => {
  const { clauses } = grammar.alterTable
  const written = writeClauses(clauses, change)
  return written === undefined
    ? Result.fail(unsupported(`${grammar.database} has no statement for this change of a table (${change._tag}).`))
    : Result.succeed(written)
}

const writeClauses = (
  clauses: Grammar["alterTable"]["clauses"],
  change: ChangeText,
): ReadonlyArray<string> | undefined => {
  switch (change._tag) {
    case "AddColumn":
      return clauses.AddColumn?.(change)
    case "ModifyColumn":
      return clauses.ModifyColumn?.(change)
    case "RemoveColumn":
      return clauses.RemoveColumn?.(change)
    case "AddConstraint":
      return clauses.AddConstraint?.(change)
    case "DropConstraint":
      return clauses.DropConstraint?.(change)
  }
}

/** The columns that become the primary key, in one clause behind the others (Ecto). */
const primaryKeyClause = (grammar: Grammar, changes: ReadonlyArray<TableChange>): Text<ReadonlyArray<string>> => {
  const columns = changes.flatMap(newDefinition).filter(({ options }) => options.primaryKey === true)
  return columns.length === 0
    ? Result.succeed([])
    : Result.map(
      quoteNames(grammar.nameQuote, columns.map(({ name }) => name), ","),
      (names) => [`ADD PRIMARY KEY (${names})`],
    )
}

const commentClause = (grammar: Grammar, { comment, table }: AlterTable): Text<ReadonlyArray<string>> => {
  const clause = grammar.alterTable.comment
  return comment === undefined || clause === undefined
    ? Result.succeed([])
    : Result.map(
      stringLiteral(grammar.literals, comment, `The comment of table ${table.name}`),
      (literal) => [clause(literal)],
    )
}

const newDefinition = (change: TableChange): ReadonlyArray<TableColumn> =>
  change._tag === "AddColumn" || change._tag === "ModifyColumn" ? [change.column] : []

import * as Result from "effect/Result"
import type { IndexTerm } from "../../migration/database-index.ts"
import type { Refusal } from "../../migration/refusal.ts"
import type { CreateIndex, DropIndex, RenameIndex } from "../../migration/resolved-command.ts"
import type { TableIndex } from "../../migration/table-index.ts"
import type { Grammar } from "./grammar.ts"
import { stringLiteral } from "./literal.ts"
import { quoteName, quoteQualifiedName } from "./name.ts"
import type { IndexNameText } from "./statement-text.ts"

type Text<A> = Result.Result<A, Refusal>

/** The statements that create an index: the index itself, then its comment where it is a statement. */
export const createIndexStatements = (
  grammar: Grammar,
  { ifNotExists, index }: Pick<CreateIndex, "ifNotExists" | "index">,
): Text<ReadonlyArray<string>> =>
  Result.gen(function*() {
    const names = yield* indexName(grammar, index)
    const include = yield* Result.all(index.include.map((term) => termText(grammar, term)))
    const plain = index.columns.flatMap(({ term }) => typeof term === "string" ? [term] : [])
    const comment = index.comment === undefined
      ? undefined
      : yield* stringLiteral(grammar.literals, index.comment, `The comment of index ${index.name}`)
    return [
      ...grammar.createIndex({
        name: names.name,
        table: names.table,
        columns: yield* columnsText(grammar, index),
        columnNames: yield* Result.all(plain.map((name) => quoteName(grammar.nameQuote, name))),
        ifNotExists,
        unique: index.unique,
        concurrently: index.concurrently,
        using: index.using,
        where: index.where,
        include: include.length === 0 ? undefined : include.join(", "),
        nullsDistinct: index.nullsDistinct,
        only: index.only,
        options: index.options,
        comment,
      }),
      ...comment === undefined || grammar.comments === undefined ? [] : [grammar.comments.index(names, comment)],
    ]
  })

/** The statement that drops an index. */
export const dropIndexStatements = (
  grammar: Grammar,
  { ifExists, index, mode }: Omit<DropIndex, "_tag">,
): Text<ReadonlyArray<string>> =>
  Result.map(indexName(grammar, index), (names) => [
    grammar.dropIndex({ ...names, ifExists, concurrently: index.concurrently, cascade: mode === "cascade" }),
  ])

/** The statement that renames an index, or those that drop it and create it again as the migration describes it. */
export const renameIndexStatements = (grammar: Grammar, { index, to }: RenameIndex): Text<ReadonlyArray<string>> =>
  Result.gen(function*() {
    const { renameIndex } = grammar
    if (renameIndex !== undefined) {
      return [renameIndex(yield* indexName(grammar, index), yield* quoteName(grammar.nameQuote, to))]
    }
    return [
      ...yield* dropIndexStatements(grammar, { index, ifExists: false, mode: undefined }),
      ...yield* createIndexStatements(grammar, { index: { ...index, name: to }, ifNotExists: false }),
    ]
  })

const indexName = (grammar: Grammar, { name, table }: TableIndex): Text<IndexNameText> =>
  Result.all({
    name: quoteName(grammar.nameQuote, name),
    qualifiedName: quoteQualifiedName(grammar.nameQuote, { name, prefix: table.prefix }),
    table: quoteQualifiedName(grammar.nameQuote, table),
  })

const columnsText = (grammar: Grammar, { columns }: TableIndex): Text<string> =>
  Result.map(
    Result.all(columns.map(({ direction, term }) =>
      Result.map(
        termText(grammar, term),
        (text) => direction === undefined ? text : `${text} ${grammar.directions[direction]}`,
      )
    )),
    (texts) => texts.join(", "),
  )

const termText = (grammar: Grammar, term: IndexTerm): Text<string> =>
  typeof term === "string"
    ? quoteName(grammar.nameQuote, term)
    : Result.succeed(grammar.indexExpression === undefined ? term.sql : grammar.indexExpression(term.sql))

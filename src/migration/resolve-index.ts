import * as Result from "effect/Result"
import { conditionText } from "./condition.ts"
import type { Index, IndexColumn, IndexTerm } from "./database-index.ts"
import { indexName, termOf } from "./names.ts"
import { resolvePrefix } from "./prefix.ts"
import { invalid, type Refusal } from "./refusal.ts"
import type { LanguageSettings } from "./settings.ts"
import type { IndexDirection, TableIndex } from "./table-index.ts"

/** An index with every setting applied. Refuses with kind `invalid` what no database can build. */
export const resolveIndex = (index: Index, settings: LanguageSettings): Result.Result<TableIndex, Refusal> => {
  const { columns, options, table } = index
  const name = options.name ?? indexName(table, columns)
  const refusal = refusalOf(index, name)
  if (refusal !== undefined) return Result.fail(refusal)
  return Result.map(resolvePrefix(options.prefix, settings, `index ${name}`), (prefix) => ({
    name,
    table: { name: table, prefix },
    columns: columns.map((column) => ({ term: termOf(column), direction: directionOf(column) })),
    unique: options.unique ?? false,
    concurrently: options.concurrently ?? false,
    using: options.using,
    where: options.where === undefined ? undefined : conditionText(options.where),
    include: options.include ?? [],
    nullsDistinct: options.nullsDistinct,
    only: options.only ?? false,
    options: options.options,
    comment: options.comment,
  }))
}

const refusalOf = ({ columns, options }: Index, name: string): Refusal | undefined => {
  if (options.nullsDistinct !== undefined && options.unique !== true) {
    return invalid(`The index ${name} has nullsDistinct but is not unique.`, "Add { unique: true }, or leave it out.")
  }
  const expression = [...columns.map(termOf), ...options.include ?? []].find(looksLikeExpression)
  return expression === undefined
    ? undefined
    : invalid(
      `The index ${name} names "${conditionText(expression)}" as a column.`,
      "Write an expression as fragment(\"…\").",
    )
}

const looksLikeExpression = (term: IndexTerm): boolean => typeof term === "string" && /[()]/.test(term)

const directions: ReadonlyArray<IndexDirection> = [
  "asc",
  "ascNullsFirst",
  "ascNullsLast",
  "desc",
  "descNullsFirst",
  "descNullsLast",
]

const directionOf = (column: IndexColumn): IndexDirection | undefined =>
  typeof column === "string" || "_tag" in column ? undefined : directions.find((direction) => direction in column)

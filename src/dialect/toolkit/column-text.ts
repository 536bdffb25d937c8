import * as Result from "effect/Result"
import type { QualifiedName } from "../../migration/qualified-name.ts"
import type { Refusal } from "../../migration/refusal.ts"
import type { TableColumn } from "../../migration/table-column.ts"
import { inlineForeignKeyText } from "./foreign-key-text.ts"
import type { Grammar } from "./grammar.ts"
import { literalText, stringLiteral } from "./literal.ts"
import { quoteName } from "./name.ts"
import type { ColumnText } from "./statement-text.ts"
import { typeText } from "./type-table.ts"

type Text<A> = Result.Result<A, Refusal>

/** The parts of a column's definition. Refuses names and values that cannot be written. */
export const columnText = (
  grammar: Grammar,
  table: QualifiedName,
  column: TableColumn,
  { primaryKey }: { readonly primaryKey: boolean },
): Text<ColumnText> => {
  const { options, reference } = column
  const subject = `column ${column.name} of table ${table.name}`
  return Result.gen(function*() {
    const inline = grammar.keys === "inline"
    return {
      name: yield* quoteName(grammar.nameQuote, column.name),
      type: columnType(grammar, column),
      default: options.default === undefined
        ? undefined
        : yield* literalText(grammar.literals, options.default, column.type, `The default of ${subject}`),
      null: options.null ?? undefined,
      collation: options.collation,
      generated: options.generated,
      check: options.check === undefined
        ? undefined
        : `CONSTRAINT ${yield* quoteName(grammar.nameQuote, options.check.name)} CHECK (${options.check.expr})`,
      comment: options.comment === undefined
        ? undefined
        : yield* stringLiteral(grammar.literals, options.comment, `The comment of ${subject}`),
      after: options.after === undefined ? undefined : yield* quoteName(grammar.nameQuote, options.after),
      primaryKey: inline && primaryKey,
      numbered: column.type === "serial" || column.type === "bigserial",
      reference: inline && reference?.columns.length === 1
        ? yield* inlineForeignKeyText(grammar, reference)
        : undefined,
    }
  })
}

/** The type of a column as the database writes it. */
const columnType = ({ types }: Grammar, { options, reference, type }: TableColumn): string =>
  typeText(types, reference !== undefined && typeof type === "string" ? types.reference(type) : type, options)

/** What a column says of nulls: `NULL`, `NOT NULL`, or neither. */
export const nullability = (nullable: boolean | undefined): string | undefined =>
  nullable === undefined ? undefined : nullable ? "NULL" : "NOT NULL"

/** What makes a column a generated one, in either spelling: PostgreSQL's `ALWAYS AS (…)`, or `(…)`, as others write it. */
export const generatedText = (expression: string): string =>
  /^\s*always\b/i.test(expression) ? `GENERATED ${expression}` : `AS ${expression}`

import type * as Result from "effect/Result"
import type { Refusal } from "sterna/dialect"
import type { Clause } from "./clause.ts"
import { type DefinitionTexts, without } from "./definition-list.ts"
import type { Definition } from "./definition.ts"
import { cut, spliced } from "./splice.ts"
import { type TableDefinition, withTexts } from "./table-definition.ts"

/** A table without some of its clauses. A constraint of the table goes with its last clause. */
export const cutClauses = (
  table: TableDefinition,
  goes: (clause: Clause, definition: Definition) => boolean,
): Result.Result<TableDefinition, Refusal> => {
  const { definitions } = table
  const texts = definitions.reduceRight<DefinitionTexts>((kept, definition, position) => {
    const gone = definition.clauses.filter((clause) => goes(clause, definition))
    if (gone.length === 0) return kept
    return definition.column === undefined && gone.length === definition.clauses.length
      ? without(kept, position)
      : kept.with(position, spliced(definition, gone.map((clause) => cut(definition, clause))))
  }, definitions.map(({ text }) => text))
  return withTexts(table, texts)
}

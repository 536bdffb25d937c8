import type { Clause } from "./clause.ts"
import { clausesOf, columnsOf } from "./definition.ts"
import { sameName } from "./identifier.ts"
import type { TableDefinition } from "./table-definition.ts"

/** The foreign keys of a table that are of exactly these columns, in any order. */
export const foreignKeysOf = (
  { definitions }: TableDefinition,
  columns: ReadonlyArray<string>,
): ReadonlyArray<Clause> =>
  definitions.flatMap((definition) =>
    clausesOf(definition, "foreignKey").filter((clause) => {
      const own = columnsOf(definition, clause)
      return own.length === columns.length
        && columns.every((column) => own.some((name) => sameName(name, column)))
    })
  )

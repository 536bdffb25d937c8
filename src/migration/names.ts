import type { IndexColumn, IndexTerm } from "./database-index.ts"

/**
 * The name of an index that says none: table, columns and `index`, joined by `_` (Ecto.Migration,
 * `default_index_name`). Directions are left out; in each part what is no word becomes `_`, and none stays at its end.
 */
export const indexName = (table: string, columns: ReadonlyArray<IndexColumn>): string =>
  [table, ...columns.map((column) => textOf(termOf(column))), "index"]
    .map((part) => part.replace(/[^\p{L}\p{N}_]/gu, "_").replace(/_+$/, ""))
    .join("_")

/** The name of a foreign key that says none: `<table>_<column>_fkey` (Ecto). */
export const foreignKeyName = (table: string, column: string): string => `${table}_${column}_fkey`

/** The column or expression of an index's column, without its direction. */
export const termOf = (column: IndexColumn): IndexTerm =>
  typeof column === "string" || "_tag" in column ? column : Object.values<IndexTerm>(column)[0] ?? ""

const textOf = (term: IndexTerm): string => typeof term === "string" ? term : term.sql

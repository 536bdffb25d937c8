import type { IndexTerm } from "./database-index.ts"
import type { QualifiedName } from "./qualified-name.ts"

/** How a column of an index is sorted, as the language writes it. */
export type IndexDirection = "asc" | "ascNullsFirst" | "ascNullsLast" | "desc" | "descNullsFirst" | "descNullsLast"

/** An index with every default applied. */
export interface TableIndex {
  readonly name: string
  readonly table: QualifiedName
  readonly columns: ReadonlyArray<{ readonly term: IndexTerm; readonly direction: IndexDirection | undefined }>
  readonly unique: boolean
  readonly concurrently: boolean
  readonly using: string | undefined
  readonly where: string | undefined
  readonly include: ReadonlyArray<IndexTerm>
  readonly nullsDistinct: boolean | undefined
  readonly only: boolean
  readonly options: string | undefined
  readonly comment: string | undefined
}

import type { QualifiedName } from "./qualified-name.ts"
import type { OnDelete, OnUpdate } from "./reference.ts"

/** A reference with every default applied. */
export interface ForeignKey {
  /** Of the constraint, not quoted. */
  readonly name: string
  /** Whether the migration said the name. */
  readonly named: boolean
  /** The table that it refers to. */
  readonly table: QualifiedName
  /** Each column of this table with the one that it refers to; the first is the column that the reference stands at. */
  readonly columns: ReadonlyArray<{ readonly own: string; readonly other: string }>
  /** What becomes of a row whose parent is deleted; `undefined`: the database's own way. */
  readonly onDelete: OnDelete | undefined
  /** What becomes of a row whose parent's key changes; `undefined`: the database's own way. */
  readonly onUpdate: OnUpdate | undefined
  /** As SQL's MATCH; `undefined` where nothing is said. */
  readonly match: "simple" | "full" | "partial" | undefined
  /** `false`: the rows that are there stay unchecked. */
  readonly validate: boolean
  /** SQL behind the reference, as it stands. */
  readonly options: string | undefined
}

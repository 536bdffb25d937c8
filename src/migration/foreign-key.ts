import type { QualifiedName } from "./qualified-name.ts"
import type { OnDelete, OnUpdate } from "./reference.ts"

/** A reference with every default applied. */
export interface ForeignKey {
  readonly name: string
  /** Whether the migration said the name. */
  readonly named: boolean
  readonly table: QualifiedName
  /** Each column of this table with the one that it refers to; the first is the column that the reference stands at. */
  readonly columns: ReadonlyArray<{ readonly own: string; readonly other: string }>
  readonly onDelete: OnDelete | undefined
  readonly onUpdate: OnUpdate | undefined
  readonly match: "simple" | "full" | "partial" | undefined
  readonly validate: boolean
  readonly options: string | undefined
}

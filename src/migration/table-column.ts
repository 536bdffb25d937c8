import type { ArrayType, ScalarType } from "./column-type.ts"
import type { ColumnOptions } from "./column.ts"
import type { ForeignKey } from "./foreign-key.ts"

/** A column with every default applied. */
export interface TableColumn {
  /** Not quoted. */
  readonly name: string
  /** Of a reference: the type of the key that it refers to, `"bigserial"` for example. */
  readonly type: ScalarType | ArrayType
  /** The key that it refers to; `undefined` where it is none's child. */
  readonly reference: ForeignKey | undefined
  /** What else the migration says of it. */
  readonly options: ColumnOptions
}

import type { ArrayType, ScalarType } from "./column-type.ts"
import type { ColumnOptions } from "./column.ts"
import type { ForeignKey } from "./foreign-key.ts"

/** A column with every default applied. */
export interface TableColumn {
  readonly name: string
  /** Of a reference: the type of the key that it refers to, `"bigserial"` for example. */
  readonly type: ScalarType | ArrayType
  readonly reference: ForeignKey | undefined
  readonly options: ColumnOptions
}

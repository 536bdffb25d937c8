import type { QualifiedName } from "./qualified-name.ts"

/** A constraint with every default applied. */
export interface TableConstraint {
  readonly name: string
  readonly table: QualifiedName
  readonly check: string | undefined
  readonly exclude: string | undefined
  readonly validate: boolean
  readonly comment: string | undefined
}

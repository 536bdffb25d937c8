import type { QualifiedName } from "../migration/qualified-name.ts"

/** What the schema shows once a statement was done: that a thing is there, or that it is gone. */
export type Probe =
  | { readonly _tag: "Table"; readonly table: QualifiedName; readonly present: boolean }
  | {
    readonly _tag: "Column"
    readonly table: QualifiedName
    readonly column: string
    readonly present: boolean
    /** As the statement writes it; left out where it does not matter. */
    readonly type?: string
  }
  | {
    readonly _tag: "Index"
    /** Left out where the statement names the index alone. */
    readonly table?: QualifiedName
    readonly index: QualifiedName
    readonly present: boolean
  }
  /** A foreign key, a check, or the primary key, whose name is `undefined`. */
  | {
    readonly _tag: "Constraint"
    readonly table: QualifiedName
    readonly constraint: string | undefined
    readonly present: boolean
  }

/**
 * What a probe found. `Holds`: as after the statement. `Fails`: as before it. `Broken`: begun and not finished, as an index
 * whose concurrent build was cut off; `repair` is the statement that clears it away. `Unclear`: neither.
 */
export type Finding =
  | { readonly _tag: "Holds" }
  | { readonly _tag: "Fails" }
  | { readonly _tag: "Broken"; readonly repair: string }
  | { readonly _tag: "Unclear" }

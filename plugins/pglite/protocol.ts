/** A parameter: its text, or NULL; of a list both forms, since the server's type decides between them. */
export type ParameterText = string | null | { readonly list: string; readonly json: string }

/** What the main thread asks of the engine's: one request at a time, one answer each. */
export type Request =
  | { readonly _tag: "Open"; readonly folder: string }
  | { readonly _tag: "Send"; readonly sql: string; readonly parameters: ReadonlyArray<ParameterText> }
  | { readonly _tag: "Close" }

/** How the session stands after a statement. */
export type TransactionState = "none" | "open" | "failed"

/** The fields of an error or a notice (PostgreSQL's manual, 54.8), those that are there. */
export type Fields = Readonly<Record<string, string>>

export type Answer =
  | { readonly _tag: "Done" }
  | {
    readonly _tag: "Rows"
    readonly fields: ReadonlyArray<{ readonly name: string; readonly type: number }>
    /** The texts of all values, a list for each row. */
    readonly rows: ReadonlyArray<ReadonlyArray<string | null>>
    readonly transaction: TransactionState
  }
  | { readonly _tag: "Refused"; readonly failure: Fields; readonly transaction: TransactionState }
  /** The engine could not do it at all. */
  | { readonly _tag: "Failed"; readonly message: string }

/** What comes beside the answers. */
export interface Said {
  readonly _tag: "Notice"
  readonly notice: Fields
}

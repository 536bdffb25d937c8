/** A table as it is now, with all that has to survive when it is built anew. */
export interface TableSchema {
  /** As the schema writes it, not quoted. */
  readonly name: string
  /** The statement that creates it. */
  readonly sql: string
  /** Its columns in order; a generated one holds no data of its own. */
  readonly columns: ReadonlyArray<{ readonly name: string; readonly generated: boolean }>
  /** The statements that create its indexes and triggers, and the views of the database that read from it. */
  readonly dependants: ReadonlyArray<{
    readonly type: "index" | "trigger" | "view"
    readonly name: string
    readonly sql: string
  }>
  /** The last number that its autoincrement column gave out; `undefined` where it has none. */
  readonly sequence: bigint | undefined
}

/** A value as SQLite stores it. An integer beyond 2^53 is a `bigint`. */
export type SqliteValue = string | number | bigint | null | Uint8Array

export interface SqliteStatement {
  readonly sql: string
  readonly parameters: ReadonlyArray<SqliteValue>
}

/** How a file is opened; `immutable` reads it without locks, journals or anything else beside it. */
export type Access = "create" | "existing" | "immutable"

/** What the main thread asks of its worker: one request at a time, one answer each. */
export type Request =
  | {
    readonly _tag: "Open"
    readonly path: string
    readonly access: Access
    /** Refuse every statement that writes. */
    readonly queryOnly: boolean
    /** Where SQLite puts temporary files; it finds a folder itself where none is named. */
    readonly temporaryFolder?: string | undefined
    /** One `Int32`: not 0 means that no further statement of the request may begin. */
    readonly cancelled: SharedArrayBuffer
    /** Of a server. */
    readonly secret?: string
  }
  | { readonly _tag: "Query"; readonly statement: SqliteStatement }
  | { readonly _tag: "Batch"; readonly statements: ReadonlyArray<SqliteStatement> }
  | { readonly _tag: "Close" }

/** Why a request failed, as SQLite and its driver say it. */
export interface Failure {
  readonly message: string
  /** The name of SQLite's extended result code; `undefined` where the driver or the worker refused. */
  readonly code: string | undefined
  /** Where in the UTF-8 bytes of the statement; -1 where SQLite does not say. */
  readonly byteOffset: number
  /** The operating system's number of an I/O error of the database file; 0 where there was none. */
  readonly systemError: number
  /** Which statement of the request failed, from 0; those before it are done. */
  readonly at: number
}

export type Answer =
  | {
    readonly _tag: "Rows"
    readonly columns: ReadonlyArray<string>
    /** The values of all rows, one row after the other: cheaper to hand over than an object for each row. */
    readonly values: ReadonlyArray<SqliteValue>
  }
  | { readonly _tag: "Done" }
  | { readonly _tag: "Failed"; readonly failure: Failure }

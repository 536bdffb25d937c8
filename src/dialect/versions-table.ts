import type * as Effect from "effect/Effect"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Connection } from "./connection.ts"

/** The versions table: where it is and what it is called. */
export interface VersionsTable {
  /** Not quoted. */
  readonly name: string
  /** The schema that it lies in, not quoted; `undefined` for the connection's own. */
  readonly prefix: string | undefined
}

/** A row of the versions table, to be written. */
export interface VersionRow {
  /** The number before the name of the migration's file; it may be as large as 2^63 - 1. */
  readonly version: bigint
  /** The migration's name, without the version. */
  readonly name: string
  /** Of the migration's file, as a text that may hold any character. */
  readonly checksum: string
  /** When the migration began: milliseconds since 1970. `undefined`: it did not run, and took no time. */
  readonly startedAt: number | undefined
  /** How many milliseconds it took, where that is known when it is recorded: the server's clock need not be asked. */
  readonly durationMs?: number | undefined
  /** The version of Sterna that wrote it. */
  readonly sternaVersion?: string | undefined
}

/** The columns that are Sterna's own. */
export const ownColumns = ["name", "checksum", "duration_ms", "sterna_version"] as const

/** A column that is Sterna's own. */
export type OwnColumn = (typeof ownColumns)[number]

/**
 * The statements of the versions table. It is Ecto's, `(version, inserted_at)`, and Sterna's own columns are nullable
 * additions. Values are written as literals, since a parameter costs PostgreSQL a round trip more.
 */
export interface VersionsStatements {
  /**
   * Creates the table with all columns, if it is not there. Of two at once one may fail as `duplicate` or `statement`.
   */
  readonly create: (table: VersionsTable) => string
  /** Adds a column of Sterna's to a table that Ecto or dbmate made; null in the rows that are there. */
  readonly addColumn: (table: VersionsTable, column: OwnColumn) => string
  /**
   * The columns that the table has, by name and in their order; none where there is no table. A row is written into
   * these alone.
   */
  readonly columns: (
    connection: Connection,
    table: VersionsTable,
  ) => Effect.Effect<ReadonlyArray<string>, DatabaseError>
  /**
   * All rows; `missing table` where there is none. A column `has_ledger` says in each whether the ledger is there, and where
   * there is no row, one says so whose version is null: it saves a round trip. Where a session may come to find another
   * table of the same name, `versions_prefix` says in which prefix this one was found.
   */
  readonly select: (table: VersionsTable) => string
  /**
   * Asked after `create` of a table without a prefix, where `select` answers with `versions_prefix`: the same. `undefined`
   * where there is no such table.
   */
  readonly locate?: (connection: Connection, table: VersionsTable) => Effect.Effect<string | undefined, DatabaseError>
  /**
   * Asked where `select` found no table. Fails as `forbidden` where there is one that this role is not shown, and as
   * `missing prefix` where its prefix is not there: what is applied, or can never be, must not pass for pending. Left out
   * where the server refuses by itself.
   */
  readonly refuseHidden?: (connection: Connection, table: VersionsTable) => Effect.Effect<void, DatabaseError>
  /**
   * Fails as `forbidden` where this user may not make the table; changes nothing. Needed where a table that was made stays
   * after a rollback: elsewhere it is tried.
   */
  readonly mayCreate?: (connection: Connection, table: VersionsTable) => Effect.Effect<void, DatabaseError>
  /**
   * Writes a row into those of the columns that the table has. `inserted_at` (UTC, to the second) and `duration_ms` are
   * for the server to find when it comes to the statement, which may be sent together with all before it.
   */
  readonly insert: (table: VersionsTable, columns: ReadonlyArray<string>, row: VersionRow) => string
  /**
   * Deletes the row of a version. Sent with the way back of the migration, in its transaction; harmless where there is
   * no such row.
   */
  readonly delete: (table: VersionsTable, version: bigint) => string
  /** Writes another checksum into the row of a version, for `resolve --accept-checksum`. */
  readonly setChecksum: (table: VersionsTable, version: bigint, checksum: string) => string
}

import type * as Effect from "effect/Effect"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Refusal } from "../migration/refusal.ts"
import type { Connection, ConnectionTarget } from "./connection.ts"
import type { VersionsTable } from "./versions-table.ts"

/** A structure file that was read. */
export interface StructureFile {
  /** Absolute; for messages. */
  readonly path: string
  /** All of it, as it lies on the disk. */
  readonly text: string
}

/** How the schema of a database is written to SQL and read from it (Ecto.Adapter.Structure). */
export interface Structure {
  /**
   * The SQL that makes the schema, without rows but those of the versions table, with all of Sterna's columns. The same
   * schema and versions give the same bytes. A prefix of the versions table is the only one that is dumped.
   */
  readonly dump: (target: ConnectionTarget, table: VersionsTable) => Effect.Effect<string, DatabaseError | Refusal>
  /**
   * Runs such a text, all of it or, where the database can, nothing. What it sets of the session does not outlive it.
   * `loadStructure` of the toolkit does it in one transaction.
   */
  readonly load: (connection: Connection, file: StructureFile) => Effect.Effect<void, DatabaseError | Refusal>
}

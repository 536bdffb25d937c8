import type { Direction } from "../migration/direction.ts"
import type { VersionsTable } from "./versions-table.ts"

/**
 * A row of the ledger, which holds what runs outside a transaction. Step 0 stands for the migration itself, its steps are
 * counted from 1.
 *
 * States of step 0: `running`; `unresolved`, where a run stopped because only a person can say what was done. Of a step:
 * `intended` before it is sent, `done` after it; `failed` where the server refused it; `read` for what changes nothing,
 * whose answer is left out where it is long.
 */
export interface LedgerRow {
  /** Of the migration that it belongs to. */
  readonly version: bigint
  /** 0 for the migration itself, its steps from 1. */
  readonly step: number
  /** See above: which states step 0 has, and which the others. */
  readonly state: "running" | "unresolved" | "intended" | "done" | "failed" | "read"
  /** Of step 0: the migration's name. Of the others: the statement, cut where it is long. */
  readonly statement: string
  /** Of a step: the SHA-256 of the statement with its parameters, in hexadecimal. */
  readonly digest?: string
  /** What a finished statement answered, as JSON. */
  readonly answer?: string
  /** Of step 0 alone, as the next four. */
  readonly direction?: Direction
  /** Of the migration's file. */
  readonly checksum?: string
  /** The process: `"host:4711"`. */
  readonly owner?: string
  /** See `ServerSessions.identify`. */
  readonly session?: string
  /** Milliseconds since 1970. */
  readonly startedAt?: number
}

/** The statements of the ledger, the table `<versions table>_steps`. Values are written as literals. */
export interface LedgerStatements {
  /** Creates it; harmless when it is there, or fails with `duplicate` or `statement`. */
  readonly create: (versions: VersionsTable) => string
  /** All rows; `missing table` where there is none. */
  readonly select: (versions: VersionsTable) => string
  /** One statement that writes rows anew, in the place of those of the same version and step. */
  readonly write: (versions: VersionsTable, rows: ReadonlyArray<LedgerRow>) => string
  /** One statement that writes a row, or fails with `duplicate` where there is one of the same version and step. */
  readonly claim: (versions: VersionsTable, row: LedgerRow) => string
  /** Gives a migration that is in flight to this session, where it still belongs to the other. */
  readonly takeOver: (
    versions: VersionsTable,
    claim: { readonly version: bigint; readonly from: string; readonly owner: string; readonly session: string },
  ) => string
  /** Deletes what is there of a migration. */
  readonly delete: (versions: VersionsTable, version: bigint) => string
  /** Deletes one of its steps. */
  readonly deleteStep: (versions: VersionsTable, version: bigint, step: number) => string
}

/** The ledger that belongs to a versions table. */
export const ledgerTable = ({ name, prefix }: VersionsTable): VersionsTable => ({ name: `${name}_steps`, prefix })

import type * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Refusal } from "../migration/refusal.ts"
import type { DataCommand } from "../migration/resolve.ts"
import type { LanguageSettings } from "../migration/settings.ts"
import type { SqlLexicon } from "../migration/sql-lexicon.ts"
import type { Capabilities } from "./capabilities.ts"
import type { Connection, ConnectionTarget } from "./connection.ts"
import type { LedgerStatements } from "./ledger-table.ts"
import type { Nature } from "./nature.ts"
import type { Finding, Probe } from "./probe.ts"
import type { ServerSessions } from "./server-session.ts"
import type { Server } from "./server.ts"
import type { SessionValues } from "./session-values.ts"
import type { Rebuild, Statement, Step } from "./step.ts"
import type { Storage } from "./storage.ts"
import type { Structure } from "./structure.ts"
import type { TableSchema } from "./table-schema.ts"
import type { SearchPathStatements, TransactionStatements } from "./transaction-statements.ts"
import type { LockOptions, TryLock } from "./try-lock.ts"
import type { VersionsStatements } from "./versions-table.ts"

/** The version of the contract between Sterna and a dialect. A plugin that was written for another is refused. */
export const contractVersion = 1

/** What a statement depends on beside its command. */
export interface CompileOptions {
  /** The settings of the repo: primary keys, foreign keys, timestamps, and the prefix of the run. */
  readonly settings: LanguageSettings
  /**
   * The server that will run it; of a plan without a database the one that `--dialect` names, whose version may be
   * empty for the newest.
   */
  readonly server: Server
}

/** What a database is and how it speaks. */
export interface Dialect {
  /**
   * The version of the contract that it was written for; `dialect` sets it where its author does not. Another one than
   * this Sterna's is refused.
   */
  readonly contract: typeof contractVersion
  /**
   * What a repo's `dialect` setting, `sterna plugins` and messages call it: `cockroachdb`. No other dialect may have
   * it.
   */
  readonly name: string
  /**
   * The URL schemes that name it, in lower case and without the colon; one at least, and none that another dialect has.
   */
  readonly schemes: ReadonlyArray<string>
  /**
   * What a server of this kind can do. Where one says too much, a run promises what the server does not keep (a rollback that
   * leaves tables behind); where it says too little, it is refused or done more slowly.
   */
  readonly capabilities: Capabilities
  /** Pure. What a certain server can do, where `capabilities` does not hold for every one of them. */
  readonly capabilitiesOf?: (server: Server) => Capabilities
  /**
   * How the database writes its tokens: for SQL files and `execute`. Where it is wrong a script is split in the wrong
   * place, and a `COMMIT` in it goes unseen.
   */
  readonly lexicon: SqlLexicon
  /** Pure. The lexicon of a certain server, where `lexicon` does not hold for every one of them. */
  readonly lexiconOf?: (server: Server) => SqlLexicon
  /**
   * A name, quoted, for any text that the database takes as a name. One that cannot be quoted is refused, never written
   * as it is.
   */
  readonly quoteName: (name: string) => Result.Result<string, Refusal>
  /**
   * What stands for the parameter of a position, counted from 1: `$1`, `?`. A query of a migration's author is written
   * with it.
   */
  readonly placeholder: (position: number) => string
  /**
   * Pure. What a command is on this database, or why it cannot be (`unsupported`, by name). Asked before anything is
   * sent, for each command of each array, and for a plan; the same command must give the same steps, since after a
   * crash they are compared. `compileCommand` of the toolkit makes it from a `Grammar`.
   */
  readonly compile: (command: DataCommand, options: CompileOptions) => Result.Result<ReadonlyArray<Step>, Refusal>
  /** Pure. Why the names that commands make cannot stand side by side, where the database cuts long ones. */
  readonly refuseNames?: (commands: ReadonlyArray<DataCommand>, settings: LanguageSettings) => Refusal | undefined
  /**
   * Opens a session that ends with the scope, for each run and each attempt. Fails as `unreachable` where nobody
   * answers (`transient` where that may pass), and never with a secret of the URL in a message. It writes nothing.
   */
  readonly connect: (target: ConnectionTarget) => Effect.Effect<Connection, DatabaseError, Scope.Scope>
  /**
   * The statements around a migration that runs in a transaction. They are sent on the connection in one batch with the
   * migration's own.
   */
  readonly transaction: TransactionStatements
  /**
   * How names without a prefix find one that is said. Left out where it cannot be said; then
   * `TransactionKind.searchPath` is not given either.
   */
  readonly searchPath?: SearchPathStatements
  /** The statements of the table that says what is applied. */
  readonly versions: VersionsStatements
  /** The statements of the table of what runs outside a transaction: `ledgerStatements` of the toolkit. */
  readonly ledger: LedgerStatements
  /**
   * Pure. What is known of a statement of a migration's author that runs outside a transaction; it decides what becomes
   * of it after a crash. What it calls harmless to repeat may be sent twice. Left out: of each only its author can say.
   */
  readonly nature?: (sql: string) => Nature
  /**
   * Asks the schema whether a statement was done, after a crash; needed where there are `Probed` statements. If it
   * `Holds` wrongly a change is left out, if it `Fails` wrongly it is sent a second time.
   */
  readonly probe?: (connection: Connection, probe: Probe) => Effect.Effect<Finding, DatabaseError>
  /**
   * The tables, by name, that keep what was written when a transaction is rolled back (MySQL's MyISAM): a statement that
   * names one is not transactional. Left out where there are none.
   */
  readonly nontransactionalTables?: (connection: Connection) => Effect.Effect<ReadonlyArray<string>, DatabaseError>
  /**
   * The server's sessions, by which the next run finds what a dead one has left running. Left out where a statement
   * ends with the process that sent it.
   */
  readonly sessions?: ServerSessions
  /**
   * Tries once to take the lock of a run, at the beginning of each run and again while another one holds it. See
   * `LockAttempt`.
   */
  readonly tryLock: TryLock
  /** The lock of a run where the repo's settings name none; left out, `"table"`. The capability for it is there. */
  readonly defaultLock?: LockOptions["mode"]
  /**
   * The schema of a table as it is now, read just before it is built anew; needed where `compile` gives a `Rebuild`.
   * What it leaves out is lost.
   */
  readonly inspect?: (connection: Connection, table: string) => Effect.Effect<TableSchema, DatabaseError | Refusal>
  /**
   * A database of its own, in memory, with the tables of this one and no rows, or an empty one: what the statements of a plan
   * make of a table shows there. What a statement would do beyond it is left out. Needed where a plan is to show what a
   * `Rebuild` sends.
   */
  readonly copySchema?: (connection: Connection | undefined) => Effect.Effect<Connection, DatabaseError, Scope.Scope>
  /**
   * Pure. The statements that build a table anew, from what `inspect` answers; needed where `compile` gives a
   * `Rebuild`.
   */
  readonly rebuild?: (schema: TableSchema, rebuild: Rebuild) => Result.Result<ReadonlyArray<Statement>, Refusal>
  /**
   * Pure. Why a statement of a migration's author must not run in the migration's transaction, where the server would
   * pass over it without a word. What begins or ends a transaction is known by the lexicon.
   */
  readonly refuseInTransaction?: (sql: string) => Refusal | undefined
  /**
   * Pure. Why a statement of a migration's author must not be sent while the run holds its lock on the versions table: it
   * would wait for that lock, and nobody would notice.
   */
  readonly refuseUnderLock?: (sql: string) => Refusal | undefined
  /**
   * Pure. Why a statement of a migration's author must not be sent, where it would release the lock that the session holds
   * for the run, or what else it is known by, so that another run would begin the same work. What an author has locked by
   * another name may be released.
   *
   * @param mode how the session is locked; `undefined` where it is not itself
   */
  readonly refuseRelease?: (sql: string, mode: LockOptions["mode"] | undefined) => Refusal | undefined
  /**
   * How statements ask for values of their session, and set them. Left out where there are none but what `SET` sets.
   */
  readonly sessionValues?: SessionValues
  /**
   * Asked before a table is dropped: refuses where the drop would delete or change rows of other tables without a word.
   * Left out where the server refuses by itself.
   */
  readonly refuseDrop?: (connection: Connection, table: string) => Effect.Effect<void, DatabaseError | Refusal>
  /**
   * Who is in the way of a statement that failed as `busy`, as far as it can still be seen: `process 4711 (psql), which
   * locks posts`. Asked outside a transaction. Left out where that cannot be known.
   */
  readonly rival?: (connection: Connection, error: DatabaseError) => Effect.Effect<string | undefined, DatabaseError>
  /**
   * A query that answers with the time of the server's clock: one row, `now`, in milliseconds since 1970. Left out where the
   * database has no clock but that of this process.
   */
  readonly clock?: string
  /**
   * A query that answers with the indexes that a build left unfinished: a row for each, `name`, and `repair`, the statement
   * that drops it. Left out where a build is finished or undone.
   */
  readonly invalidIndexes?: string
  /**
   * Undoes what a process left that ended in the middle of a transaction. Called by whoever takes the place of a
   * process that had to be ended, for 0.3 s at most. Left out where the server does it.
   */
  readonly recover?: (target: ConnectionTarget) => Effect.Effect<void, DatabaseError>
  /** How a database is made and dropped: for `create` and `drop`, which are refused without it. */
  readonly storage?: Storage
  /** How a schema is written to a file and read from it: for `dump` and `load`, which are refused without it. */
  readonly structure?: Structure
}

/** What a plugin's author writes: the version of the contract may be left out. */
type DialectMembers = Omit<Dialect, "contract"> & Partial<Pick<Dialect, "contract">>

const made = new WeakSet<object>()

/**
 * A dialect, as a plugin exports it by default. With `contract` it says which version of the contract it was written for;
 * without, it is taken to be written for this one.
 *
 * @example
 * export default dialect({ ...sqlite, name: "libsql", schemes: ["libsql"], connect })
 */
export const dialect = (members: DialectMembers): Dialect => {
  const value: Dialect = Object.freeze({ ...members, contract: members.contract ?? contractVersion })
  made.add(value)
  return value
}

/** Whether a value was made by this very function: a copy of Sterna that a plugin carries makes others. */
export const isMadeByDialect = (value: object): value is Dialect => made.has(value)

import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { Row } from "../migration/context.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Server } from "./server.ts"

/** Where to connect, and how. */
export interface ConnectionTarget {
  /** The repo's URL with its secrets. */
  readonly url: Redacted.Redacted<string>
  /** The name of the repo, to name it in messages. */
  readonly repo: string
  /** The folder that relative paths in the URL are meant from. */
  readonly directory: string
  /** `true`: nothing may be written, not even a file beside the database. */
  readonly readOnly: boolean
  /** `true`: all that is written is rolled back, so that no file is to be made for it. */
  readonly dryRun?: boolean
  /** How long a busy database is waited for. */
  readonly lockTimeout: Duration.Duration
  /**
   * Called when the connection had to be left with a statement still running that nothing but the end of this process
   * can stop. Whoever ends the process then calls `Dialect.recover`.
   */
  readonly abandoned: () => void
  /** Called now and then, once a second at most, while a lock of somebody else is waited for. */
  readonly waiting: (wait: Wait) => Effect.Effect<void>
  /** Called with what the server says beside its answers, as `RAISE NOTICE` does. */
  readonly notice: (notice: Notice) => Effect.Effect<void>
  /** `true`: it serves several runs, one after the other, with a `reset` between them. */
  readonly reused?: boolean
  /** What a server that lists its sessions is told of this one: `sterna 0.1.0`. */
  readonly application: string
  /** The command that makes the database, for a message: `sterna create -r main`, which is `sterna create` where it is left out. */
  readonly createCommand?: string
}

/** What a server says beside its answers. */
export interface Notice {
  /** `"NOTICE"`, `"WARNING"`, …, as the server writes it. */
  readonly severity: string
  /** The server's own words. */
  readonly message: string
  /** SQLSTATE or the server's own number. */
  readonly code?: string
  /** What the server adds to the message. */
  readonly detail?: string
  /** What the server proposes to do. */
  readonly hint?: string
}

/** A wait for somebody else. */
export interface Wait {
  /** `"process 4711"`, where it is known. */
  readonly holder: string | undefined
  /** Since when, in milliseconds. */
  readonly waitedMs: number
}

/** One statement of a batch: its text, and the values of its parameters. */
export interface BatchStatement {
  /** One statement, without the delimiter behind it. */
  readonly sql: string
  /**
   * In the order of their placeholders: strings, numbers, `bigint`s, booleans, `Uint8Array`s, `Date`s and null. None
   * where it is left out.
   */
  readonly parameters?: ReadonlyArray<unknown>
}

/** A session with the database. Interrupting one of its effects cancels the statement that runs. */
export interface Connection {
  /** As it greeted. `compile` is given it: a wrong version makes statements that the server does not know. */
  readonly server: Server
  /**
   * Sends one statement and answers with its rows. Integers past 2^53 are `bigint`s, exact in any case.
   *
   * @param answered called as soon as the server has answered, also after an interrupt: whether the statement was done
   *   at all is else not known then
   */
  readonly query: (
    sql: string,
    parameters?: ReadonlyArray<unknown>,
    answered?: (answer: "done" | "refused") => void,
  ) => Effect.Effect<ReadonlyArray<Row>, DatabaseError>
  /**
   * Sends statements one after the other, in as few round trips as the driver can, and stops at the first that fails:
   * its text is the error's `sql`. What stands behind it must not run. Whoever sent a `begin` in it sends the
   * `rollback` as well.
   */
  readonly batch: (statements: ReadonlyArray<BatchStatement>) => Effect.Effect<void, DatabaseError>
  /**
   * One statement that begins a transaction, runs these in it, and commits: a round trip in the place of several, where they
   * cost one each. `undefined`, or left out, where there is none. Where it fails the transaction may still be open, and
   * whoever sent it sends the `rollback`.
   */
  readonly wholeTransaction?: (statements: ReadonlyArray<string>) => string | undefined
  /**
   * Takes back what a migration has set of the session (`SET`, `SET ROLE`, `USE`), drops the temporary tables that it has
   * made, of which these are known by name, and keeps the session's locks: the next one of the run begins as if it were the
   * first. Left out where nothing can be set.
   */
  readonly restoreSettings?: (temporaryTables: ReadonlyArray<string>) => Effect.Effect<void, DatabaseError>
  /**
   * Where the URL names a file that is not there yet, and an empty database answers in its place until something is
   * written: the path of that file.
   */
  readonly absent?: string
  /**
   * Makes the session as it was when it began: called between two runs of a connection that is `reused`. What it leaves
   * (a setting, a temporary table) the next run finds. Left out where only a new one is.
   */
  readonly reset?: Effect.Effect<void, DatabaseError>
}

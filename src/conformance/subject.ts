import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { tmpdir } from "node:os"
import type { Capabilities, Connection, ConnectionTarget, DatabaseError, Dialect, Server } from "../doors/dialect.ts"

/** What only one database has words for; a sample of the language whose words are left out here is not run. */
export interface ConformanceWords {
  /** A collation of strings: `"C"`. */
  readonly collation?: string | undefined
  /** What may stand behind a table's definition: `"STRICT"`. */
  readonly tableOptions?: string | undefined
  /** What may stand between CREATE and TABLE: `"UNLOGGED"`. */
  readonly tableModifiers?: string | undefined
  /** What may stand behind an index: `"fillfactor = 50"`. */
  readonly indexOptions?: string | undefined
  /** A kind of index: `"btree"`. */
  readonly indexKind?: string | undefined
  /** `false`: a foreign key refers to a key of the table's definition, and not to a unique index. */
  readonly referredIndexes?: boolean
}

/** Where a dialect is put to the test. */
export interface ConformanceOptions {
  /**
   * A database of one's own, of a role that may do anything in it. Two connections to it see the same data. The suite
   * makes tables whose names begin with `conformance_`, and leaves none.
   */
  readonly url: string
  /** The folder that relative paths in the URLs are meant from; that of temporary files where it is left out. */
  readonly directory?: string
  /** What this server can do, where it is other than what the dialect says of its kind. */
  readonly capabilities?: Partial<Capabilities>
  /** A URL of the dialect at which nothing answers. Without it: the same host at port 1, or a folder that is not there. */
  readonly unreachable?: string | undefined
  /**
   * A URL of a database that is not there, where the dialect has `storage`: it is made and dropped, and with `structure` its
   * schema is dumped and loaded.
   */
  readonly storageUrl?: string | undefined
  /** Which server should greet. */
  readonly server?: Partial<Server>
  readonly words?: ConformanceWords
  /**
   * Reads the schema of the database in whatever form, without tables whose names begin with `conformance_versions`: then what a
   * migration leaves behind is seen. Without it, a migration that runs a second time after its way back has to do.
   */
  readonly schema?: ((connection: Connection) => Effect.Effect<unknown, DatabaseError>) | undefined
}

/** A dialect under test, and the database that it is tested on. */
export interface Subject {
  readonly dialect: Dialect
  readonly options: ConformanceOptions
  readonly target: ConnectionTarget
  /** A new connection, which ends with the scope. */
  readonly connect: Effect.Effect<Connection, DatabaseError, Scope.Scope>
}

export const makeSubject = (dialect: Dialect, options: ConformanceOptions): Subject => {
  const target = targetOf(options.url, options)
  return {
    dialect: { ...dialect, capabilities: { ...dialect.capabilities, ...options.capabilities } },
    options,
    target,
    connect: Effect.suspend(() => dialect.connect(target)),
  }
}

/** Where a case connects to. */
export const targetOf = (
  url: string,
  { directory = tmpdir() }: Pick<ConformanceOptions, "directory"> = {},
): ConnectionTarget => ({
  url: Redacted.make(url),
  repo: "conformance",
  directory,
  readOnly: false,
  lockTimeout: Duration.seconds(20),
  abandoned: () => undefined,
  waiting: () => Effect.void,
  notice: () => Effect.void,
  application: "sterna conformance",
})

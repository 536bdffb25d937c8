import * as Effect from "effect/Effect"
import {
  type Connection,
  type ConnectionTarget,
  dumpedBy,
  invalid,
  type Structure,
  type VersionsTable,
} from "sterna/dialect"
import { waitForAdvisoryLock } from "./advisory-lock.ts"
import { clientArguments, type ClientFlavour, clientVariables } from "./client-arguments.ts"
import { connect } from "./connection.ts"
import { findDumpProgram } from "./dump-program.ts"
import type { Session } from "./session.ts"
import { openOf } from "./sessions.ts"
import { dumped } from "./structure-text.ts"
import { versionRows } from "./version-rows.ts"

/**
 * The schema as mysqldump or mariadb-dump writes it, views, triggers, routines and events with it, and the rows of the
 * versions table as INSERTs (Ecto's `structure_dump`). There is no snapshot of a schema: the lock of the migrations is held
 * meanwhile, so that none is half done in it.
 *
 * Refused where neither program is installed.
 */
export const dump: Structure["dump"] = (target, table) => Effect.scoped(dumpFrom(target, table))

const dumpFrom = Effect.fnUntraced(function*(target: ConnectionTarget, table: VersionsTable) {
  const connection = yield* connect(target)
  const { session } = yield* openOf(connection)
  const program = yield* findDumpProgram(connection.server)
  yield* waitForAdvisoryLock(session, table, target.lockTimeout)
  const text = yield* dumpedBy(target, {
    command: [
      program.program,
      ...clientArguments(session.options, program.flavour),
      ...contents(program.flavour),
      ...yield* databaseArguments(target, session, table),
    ],
    name: program.program,
    environment: clientVariables(session.options, process.env),
    refuse: refuseOtherCharacters,
  })
  const rows = yield* rowsOf(connection, table)
  return `${[dumped(text), ...rows].join("\n\n")}\n`
})

const rowsOf = (connection: Connection, table: VersionsTable) =>
  Effect.map(versionRows(connection, table), (rows) => rows.length === 0 ? [] : [rows.join("\n")])

/** All of the schema and none of its rows, into an empty database. Nothing is locked, and no version or date is written. */
const contents = (flavour: ClientFlavour): ReadonlyArray<string> => [
  "--no-data",
  "--routines",
  "--events",
  "--triggers",
  "--skip-add-drop-table",
  "--skip-add-locks",
  "--skip-lock-tables",
  "--skip-comments",
  "--no-tablespaces",
  // Versions before 8 do not know the first.
  ...flavour === "mysql" ? ["--loose-column-statistics=0", "--set-gtid-purged=OFF"] : [],
]

/** A prefix is made and used by the file. Without one, the file is for the database that it is loaded into. */
const databaseArguments = (
  { repo }: ConnectionTarget,
  { options: { target: { database } } }: Session,
  { prefix }: VersionsTable,
) => {
  if (prefix !== undefined) return Effect.succeed(["--databases", "--", prefix])
  return database === undefined
    ? Effect.fail(
      invalid(`The URL of repo ${repo} names no database.`, "Write it behind the host, or name a --prefix."),
    )
    : Effect.succeed(["--", database])
}

/** A routine that was made in a session of another character set is written in that one. */
const refuseOtherCharacters = (text: string): string | undefined =>
  text.includes("\uFFFD")
    ? "The schema has a text that is no UTF-8, in a routine, a trigger, an event or a view"
    : undefined

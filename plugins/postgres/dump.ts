import * as Effect from "effect/Effect"
import {
  type Connection,
  type ConnectionTarget,
  dumpedBy,
  type DumpProgramOptions,
  type Structure,
  type VersionsTable,
} from "sterna/dialect"
import { clientEnvironment } from "./client-environment.ts"
import { connect } from "./connection.ts"
import { findPgDump } from "./pg-dump.ts"
import { sessionOf } from "./sessions.ts"
import { dumped } from "./structure-text.ts"
import { readSettings } from "./target/read-settings.ts"
import { versionRows } from "./version-rows.ts"

/**
 * The schema as pg_dump writes it, without owners and privileges, and the rows of the versions table as INSERTs (Ecto's
 * `structure_dump`). Both are of one snapshot, which pg_dump is given: a migration that ends in the meantime is in
 * neither.
 *
 * Refused where pg_dump is not installed, or is older than the server.
 */
export const dump: Structure["dump"] = (target, table) => Effect.scoped(dumpFrom(target, table))

const dumpFrom = Effect.fnUntraced(function*(target: ConnectionTarget, table: VersionsTable) {
  const pgDump = yield* findPgDump
  const connection = yield* connect(target)
  yield* pgDump.refuseOlder(connection.server)
  yield* connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
  yield* connection.query("SET LOCAL idle_in_transaction_session_timeout = 0")
  const rows = yield* versionRows(connection, table)
  const [exported] = yield* connection.query("SELECT pg_export_snapshot() AS snapshot")
  const text = yield* schemaText(target, connection, [
    pgDump.program,
    "--schema-only",
    "--no-owner",
    "--no-privileges",
    "--no-password",
    "--encoding=UTF8",
    `--snapshot=${String(exported?.["snapshot"])}`,
    ...table.prefix === undefined ? [] : [`--schema="${table.prefix.replaceAll("\"", "\"\"")}"`],
  ])
  return `${[dumped(text), ...rows.length === 0 ? [] : [rows.join("\n")]].join("\n\n")}\n`
})

const schemaText = Effect.fnUntraced(function*(
  target: ConnectionTarget,
  connection: Connection,
  command: DumpProgramOptions["command"],
) {
  const settings = yield* readSettings(target.url, process.env, target.directory)
  const { options } = yield* sessionOf(connection)
  const environment = yield* clientEnvironment(settings, options, process.env)
  return yield* dumpedBy(target, { command, name: "pg_dump", environment })
})

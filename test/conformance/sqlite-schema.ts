import * as Effect from "effect/Effect"
import { existsSync } from "node:fs"
import { tmpdir } from "node:os"
import type { ConformanceOptions } from "sterna/testing"

const shared = "/dev/shm"

/** Where the files of a database lie that need not reach a disk. */
export const memoryFolder = existsSync(shared) ? shared : tmpdir()

/** The schema of a database of SQLite's, without the tables of the cases' own histories. */
export const sqliteSchema: NonNullable<ConformanceOptions["schema"]> = (connection) =>
  Effect.map(
    connection.query(
      "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'conformance_versions%' ORDER BY 1, 2",
    ),
    (rows) => rows,
  )

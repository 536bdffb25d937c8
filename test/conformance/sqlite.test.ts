import { afterAll } from "bun:test"
import * as Effect from "effect/Effect"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { conformance } from "sterna/testing"
import sqlite from "../../plugins/sqlite/dialect.ts"

// Nothing here needs to reach a disk.
const memory = "/dev/shm"
const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), "sterna-conformance-"))
afterAll(() => rmSync(folder, { recursive: true }))

conformance(sqlite, {
  url: `sqlite:${join(folder, "conformance.db")}`,
  storageUrl: `sqlite:${join(folder, "storage.db")}`,
  server: { flavour: "sqlite" },
  words: { collation: "NOCASE", tableOptions: "STRICT" },
  schema: (connection) =>
    Effect.map(
      connection.query(
        "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'conformance_versions%' ORDER BY 1, 2",
      ),
      (rows) => rows,
    ),
})

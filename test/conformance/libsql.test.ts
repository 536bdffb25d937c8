import { afterAll } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { conformance } from "sterna/testing"
import libsql from "../../plugins/libsql/dialect.ts"
import { memoryFolder, sqliteSchema } from "./sqlite-schema.ts"

const folder = mkdtempSync(join(memoryFolder, "sterna-conformance-"))
afterAll(() => rmSync(folder, { recursive: true }))

conformance(libsql, {
  url: `libsql:${join(folder, "conformance.db")}`,
  server: { flavour: "libsql" },
  words: { collation: "NOCASE", tableOptions: "STRICT" },
  schema: sqliteSchema,
})

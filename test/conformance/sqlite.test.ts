import { afterAll } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { conformance } from "sterna/testing"
import sqlite from "../../plugins/sqlite/dialect.ts"
import { memoryFolder, sqliteSchema } from "./sqlite-schema.ts"

const folder = mkdtempSync(join(memoryFolder, "sterna-conformance-"))
afterAll(() => rmSync(folder, { recursive: true }))

conformance(sqlite, {
  url: `sqlite:${join(folder, "conformance.db")}`,
  storageUrl: `sqlite:${join(folder, "storage.db")}`,
  server: { flavour: "sqlite" },
  words: { collation: "NOCASE", tableOptions: "STRICT" },
  schema: sqliteSchema,
})

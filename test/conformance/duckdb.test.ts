import { afterAll } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { conformance } from "sterna/testing"
import duckdb from "../../plugins/duckdb/dialect.ts"

const folder = mkdtempSync(join(tmpdir(), "sterna-conformance-"))
afterAll(() => rmSync(folder, { recursive: true }))

conformance(duckdb, {
  url: `duckdb:${join(folder, "conformance.duckdb")}`,
  server: { flavour: "duckdb" },
  words: { collation: "NOCASE", tableModifiers: "UNLOGGED", referredIndexes: false },
})

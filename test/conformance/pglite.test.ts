import { afterAll, beforeAll } from "bun:test"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { conformance } from "sterna/testing"
import pglite from "../../plugins/pglite/dialect.ts"
import { targetOf } from "../../src/conformance/subject.ts"

const folder = mkdtempSync(join(tmpdir(), "sterna-conformance-"))
const url = `pglite:${join(folder, "data")}`

// The engine starts once for all cases: it ends with the last connection.
const scope = Scope.makeUnsafe()
beforeAll(async () => {
  const connection = await Effect.runPromise(Scope.provide(pglite.connect(targetOf(url)), scope))
  await Effect.runPromise(connection.batch([]))
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  rmSync(folder, { recursive: true })
})

conformance(pglite, {
  url,
  server: { flavour: "pglite" },
  words: {
    collation: "C",
    tableOptions: "WITH (fillfactor = 50)",
    tableModifiers: "UNLOGGED",
    indexOptions: "fillfactor = 50",
  },
})

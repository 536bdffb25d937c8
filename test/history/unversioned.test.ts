import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { Files } from "../../src/dialect/files.ts"
import { holdsMigration, unversionedMigrations } from "../../src/history/unversioned.ts"

test.each<[path: string, text: string, expected: boolean]>([
  ["/m/create_orphan.ts", "import { migration } from \"sterna\"\n\nexport default migration({ change: [] })\n", true],
  ["/m/create_orphan.mjs", "export default migration ({})", true],
  ["/m/shared.ts", "export const tenants = (name) => migration({ change: [] })", false],
  ["/m/shared.ts", "// export default migration({ change: [] })", false],
  ["/m/bad_name.sql", "-- migrate:up\nSELECT 1;\n", true],
  ["/m/bad_name.sql", "-- a comment\n  --migrate:up transaction:false\nSELECT 1;\n", true],
  ["/m/view.sql", "CREATE VIEW v AS SELECT 1;", false],
  ["/m/view.sql", "-- see migrate:up of 10_view.sql\nCREATE VIEW v AS SELECT 1;", false],
])("%s: %j", (path, text, expected) => {
  expect(holdsMigration(path, text)).toBe(expected)
})

test("each is named, and what cannot be read is passed over", async () => {
  const read = (path: string) => {
    if (path === "/m/gone.ts") throw new Error("ENOENT")
    return new TextEncoder().encode(path === "/m/a.sql" ? "-- migrate:up\n" : "SELECT 1")
  }
  const warnings = await Effect.runPromise(
    unversionedMigrations(["/m/a.sql", "/m/b.sql", "/m/gone.ts"]).pipe(
      Effect.provideService(Files, { read, list: () => [] }),
    ),
  )
  expect(warnings).toEqual([expect.stringMatching(/^\/m\/a\.sql holds a migration and is passed over/)])
})

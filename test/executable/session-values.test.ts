import { expect, test } from "bun:test"
import { sqlFile, typescript } from "./history.ts"
import { Project } from "./project.ts"

const asks = "CREATE TABLE l (r, c); INSERT INTO l VALUES (1, 1); INSERT INTO l SELECT last_insert_rowid(), changes();"

test("SQLite: what the ledger's statements would change the answer of is refused outside a transaction", async () => {
  using project = new Project({
    "migrations/10_asks.sql": sqlFile(asks).replace("migrate:up", "migrate:up transaction:false"),
  })
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/asks with LAST_INSERT_ROWID\(\)[^]*Leave out `transaction: false`/),
  })
  expect(project.applied()).toEqual([])
})

test("SQLite: in a function when its turn comes", async () => {
  using project = new Project({
    "migrations/10_asks.ts": typescript("transaction: false, *up({ sql }) { yield* sql`SELECT total_changes()` }"),
  })
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("TOTAL_CHANGES()") })
})

test("SQLite: in a transaction it answers of the author's own statement", async () => {
  using project = new Project({ "migrations/10_asks.sql": sqlFile(asks) })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT r, c FROM l")).toEqual([{ r: 1, c: 1 }, { r: 1, c: 1 }])
})

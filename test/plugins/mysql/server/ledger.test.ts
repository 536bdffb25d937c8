import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { ledger } from "../../../../plugins/mysql/ledger.ts"
import { nontransactionalTables } from "../../../../plugins/mysql/nontransactional-tables.ts"
import { observe } from "./observer.ts"
import { batch, connected } from "./target.ts"

const versions = { name: "schema_migrations", prefix: undefined }
const own = {
  version: 1n,
  step: 0,
  state: "running",
  statement: "it's \\ 😀",
  owner: "h:1",
  session: "a",
  startedAt: 5,
} as const
const step = { version: 1n, step: 1, state: "intended", statement: "CREATE TABLE t", digest: "0".repeat(64) } as const

test("rows are written, replaced, claimed once, taken over and deleted, without a warning", async () => {
  await using database = await observe()
  const notices: Array<unknown> = []
  await connected(database.url, (connection) =>
    Effect.gen(function*() {
      const rows = connection.query(ledger.select(versions))
      expect((yield* Effect.flip(rows)).kind).toBe("missing table")
      yield* batch(connection, ledger.create(versions), ledger.claim(versions, own))
      expect((yield* Effect.flip(batch(connection, ledger.claim(versions, own)))).kind).toBe("duplicate")
      yield* batch(
        connection,
        ledger.write(versions, [own, step]),
        ledger.write(versions, [{ ...step, state: "done", answer: "[]" }]),
        ledger.takeOver(versions, { version: 1n, from: "nobody", owner: "h:2", session: "b" }),
      )
      expect(yield* rows).toMatchObject([
        { version: 1, step: 0, state: "running", statement: "it's \\ 😀", owner: "h:1", session: "a", started_at: 5 },
        { version: 1, step: 1, state: "done", statement: "CREATE TABLE t", digest: "0".repeat(64), answer: "[]" },
      ])
      yield* batch(
        connection,
        ledger.takeOver(versions, { version: 1n, from: "a", owner: "h:2", session: "b" }),
        ledger.deleteStep(versions, 1n, 1),
      )
      expect(yield* rows).toMatchObject([{ step: 0, owner: "h:2", session: "b" }])
      yield* batch(connection, ledger.delete(versions, 1n))
      expect(yield* rows).toEqual([])
    }), { notice: (notice) => Effect.sync(() => void notices.push(notice)) })
  expect(notices).toEqual([])
})

test("tables without transactions are named", async () => {
  await using database = await observe()
  await database.ask(
    "CREATE TABLE plain_one (x int) ENGINE = MyISAM",
    "CREATE TABLE safe_one (x int) ENGINE = InnoDB",
  )
  const names = await connected(database.url, nontransactionalTables)
  expect(names).toContain("plain_one")
  expect(names).not.toContain("safe_one")
})

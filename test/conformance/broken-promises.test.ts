import { afterAll, expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Dialect, type Nature, type Statement, statement } from "sterna/dialect"
import { conformanceCases } from "sterna/testing"
import sqlite from "../../plugins/sqlite/dialect.ts"

const folder = mkdtempSync(join(tmpdir(), "sterna-broken-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** A part that SQLite has. */
function part<Part>(of: Part | undefined): Part {
  if (of === undefined) throw new Error("SQLite's dialect has lost a part.")
  return of
}

const { ledger } = sqlite
const sessions = part(sqlite.sessions)
const storage = part(sqlite.storage)
const structure = part(sqlite.structure)
const read: Nature = { _tag: "Read" }
const probed: Nature = {
  _tag: "Probed",
  probes: [{ _tag: "Table", table: { name: "t", prefix: undefined }, present: true }],
}

/** Each statement outlives a rollback, and what is known of it is a probe. */
const compileProbed: Dialect["compile"] = (command, options) =>
  Result.map(
    sqlite.compile(command, options),
    (steps) =>
      steps.map((step): Statement =>
        step._tag === "Statement" ? { ...step, transactional: false, nature: probed } : statement("SELECT 1")
      ),
  )

/** A dialect that breaks one promise, and the cases that say so. */
const liars: ReadonlyArray<readonly [string, Partial<Dialect>, ReadonlyArray<string>]> = [
  [
    "a ledger that keeps old rows",
    {
      ledger: {
        ...ledger,
        write: (table, rows) => ledger.write(table, rows).replace(/ON CONFLICT.*/, "ON CONFLICT DO NOTHING"),
      },
    },
    ["ledger: write"],
  ],
  [
    "a claim that anybody gets",
    { ledger: { ...ledger, claim: (table, row) => ledger.write(table, [row]) } },
    ["ledger: claim and takeOver"],
  ],
  [
    "a takeover from anybody",
    { ledger: { ...ledger, takeOver: (table, claim) => ledger.takeOver(table, { ...claim, from: "one's own" }) } },
    ["ledger: claim and takeOver"],
  ],
  ["a delete of one step that deletes all", { ledger: { ...ledger, deleteStep: ledger.delete } }, ["ledger: delete"]],
  [
    "a session that is never gone",
    { sessions: { identify: () => Effect.succeed(""), find: () => Effect.undefined, end: () => Effect.void } },
    ["sessions.identify: names a session for good"],
  ],
  [
    "an end that ends nothing",
    {
      sessions: {
        ...sessions,
        find: (_, id) => Effect.succeed({ id: `${id} or another`, name: "somebody", working: false }),
      },
    },
    ["sessions.end: ends what is found"],
  ],
  ["a change taken for a read", { nature: () => read }, ["nature: no change is taken for a read"]],
  [
    "a probe that always holds",
    { compile: compileProbed, probe: () => Effect.succeed({ _tag: "Holds" }) },
    ["probe: shows whether a statement was done", "compile: says what outlives a rollback"],
  ],
  [
    "a create that knows nothing of the database that is there",
    { storage: { ...storage, create: (...all) => Effect.as(storage.create(...all), true) } },
    ["storage: create and drop"],
  ],
  [
    "a dump without the versions",
    { structure: { ...structure, dump: () => Effect.succeed(`-- ${Math.random()}`) } },
    ["structure: what is dumped can be loaded"],
  ],
]

const parts = /^(?:ledger|sessions\.(?:identify|end)|nature|probe|compile|storage|structure):?/

test.each(liars.map(([name, lie, broken]) => [name, { ...sqlite, ...lie }, broken] as const))(
  "%s is found",
  async (_, dialect, broken) => {
    const cases = conformanceCases(dialect, {
      url: `sqlite:${join(folder, "lies.db")}`,
      storageUrl: `sqlite:${join(folder, "storage.db")}`,
    })
    const failed = []
    for (const { name, run } of cases.filter((each) => parts.test(each.name))) {
      if (Result.isFailure(await Effect.runPromise(Effect.result(run)))) failed.push(name)
    }
    expect(failed).toEqual([...broken])
  },
)

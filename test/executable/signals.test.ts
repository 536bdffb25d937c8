import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { chmodSync, copyFileSync, mkdirSync } from "node:fs"
import { eventually } from "./eventually.ts"
import { creating, tables, typescript } from "./history.ts"
import {
  endless,
  halfWritten,
  inTransaction,
  killHalfWay,
  longInsert,
  longMigration,
  shortMigration,
} from "./long-migration.ts"
import { Project } from "./project.ts"

const signals: ReadonlyArray<[NodeJS.Signals, number]> = [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]]

/** Nothing of migration 20 is left, also for those who may only read and could undo nothing. */
async function isUndone(project: Project): Promise<void> {
  mkdirSync(project.path("copy"))
  for (const path of Object.keys(project.files()).filter((file) => file.startsWith("blog.db"))) {
    copyFileSync(project.path(path), project.path(`copy/${path}`))
    chmodSync(project.path(`copy/${path}`), 0o444)
  }
  chmodSync(project.path("copy"), 0o555)
  const status = await project.sterna(["status"], { rightsBind: true, env: { DATABASE_URL: "sqlite:copy/blog.db" } })
  expect(status).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/ up +10 .*\n +down +20 /) })
  expect(project.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }])
  expect(project.applied()).toEqual([10])
  expect(project.tables()).toEqual(["t10"])
}

/** The next run does what the interrupted one did not. */
async function goesOn(project: Project): Promise<void> {
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) })
  expect(project.applied()).toEqual([10, 20, 30])
}

test.each(signals)("%s in a long statement", async (signal, code) => {
  using project = new Project({ ...tables(10, 30), "migrations/20_long.sql": longMigration })
  const running = project.start(["migrate"])
  await halfWritten(project, running)
  running.signal(signal)
  const ended = await running.ended()
  expect(ended.code).toBe(code)
  // What was finished before it stays, and is reported.
  expect(ended.stdout).toContain("m10")
  expect(ended.stdout).not.toContain("long")
  await isUndone(project)
  project.write({ "migrations/20_long.sql": shortMigration })
  await goesOn(project)
})

test("a statement that only computes", async () => {
  const counting = longInsert.slice(longInsert.indexOf("WITH")).replace(/SELECT 'a.*/, "SELECT count(*) FROM n")
  using project = new Project({
    ...tables(10, 30),
    "migrations/20_long.ts": typescript(`async up({ run, sql }) {
    await run(create(table("x")))
    await sql\`${counting}\`
  }`),
  })
  const running = project.start(["migrate", "--log-migrations-sql"])
  await running.says("CREATE TABLE \"x\"")
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  await isUndone(project)
})

const bodies: ReadonlyArray<[string, string]> = [
  [
    "an async function that never ends",
    `async up({ run }) { await run(create(table("x"))); await new Promise(() => {}) }`,
  ],
  ["a generator that never ends", `*up() { yield* create(table("x")); yield* Effect.never }`],
  ["an Effect that never ends", `up: () => Effect.andThen(create(table("x")), Effect.never)`],
]

test.each(bodies.flatMap(([name, body]) => signals.map(([signal, code]) => [signal, name, body, code] as const)))(
  "%s in %s",
  async (signal, _, body, code) => {
    using project = new Project({
      ...tables(10, 30),
      "migrations/20_endless.ts": typescript(body, "import * as Effect from \"effect/Effect\""),
    })
    const running = project.start(["migrate"])
    await inTransaction(project, running)
    running.signal(signal)
    expect((await running.ended()).code).toBe(code)
    await isUndone(project)
    project.write({ "migrations/20_endless.ts": creating("x") })
    await goesOn(project)
  },
)

test("an interrupted Effect cleans up", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_cleans.ts": typescript(
      `*up() {
        yield* create(table("x"))
        const waits = Effect.suspend(() => (writeFileSync("waits", ""), Effect.never))
        yield* Effect.onInterrupt(waits, () => Effect.sync(() => writeFileSync("cleaned", "")))
      }`,
      "import * as Effect from \"effect/Effect\"\nimport { writeFileSync } from \"node:fs\"",
    ),
  })
  const running = project.start(["migrate"])
  await eventually(() => "waits" in project.files())
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  expect(project.files()).toHaveProperty(["cleaned"])
})

test.each(signals)("%s while it waits for a busy database", async (signal, code) => {
  using project = new Project(tables(10, 20, 30))
  await project.sterna(["migrate", "--to", "10"])
  {
    using holder = new Database(project.path("blog.db"))
    holder.run("BEGIN IMMEDIATE")
    const running = project.start(["migrate"])
    await running.says("20 m20")
    running.signal(signal)
    expect((await running.ended()).code).toBe(code)
  }
  await isUndone(project)
  await goesOn(project)
})

test.each(signals)("%s while it waits for another run", async (signal, code) => {
  using project = new Project({ ...tables(10, 30), "migrations/20_endless.ts": endless })
  const first = project.start(["migrate"])
  await inTransaction(project, first)
  const second = project.start(["migrate"])
  await second.says(`process ${first.pid}`)
  second.signal(signal)
  expect((await second.ended()).code).toBe(code)
  // The first one goes on.
  expect(first.hasEnded).toBe(false)
  first.signal("SIGTERM")
  expect((await first.ended()).code).toBe(143)
  await isUndone(project)
})

test("a second signal ends it at once, with the code of the first", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_stubborn.ts": typescript(
      `*up() { yield* create(table("x")); yield* Effect.uninterruptible(Effect.never) }`,
      "import * as Effect from \"effect/Effect\"",
    ),
  })
  const running = project.start(["migrate"])
  await inTransaction(project, running)
  running.signal("SIGINT")
  await running.says("SIGINT")
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(130)
  expect((await project.sterna(["status"])).stdout).toMatch(/ up +10 .*\n +down +20 /)
})

test("--json says that it was interrupted", async () => {
  using project = new Project({ ...tables(10), "migrations/20_long.sql": longMigration })
  const running = project.start(["migrate", "--json"])
  await halfWritten(project, running)
  running.signal("SIGINT")
  const { code, stdout } = await running.ended()
  expect(code).toBe(130)
  const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line))
  expect(events).toContainEqual(expect.objectContaining({ event: "MigrationInterrupted", version: "20" }))
})

test("kill -9 in the middle of a transaction, and the next run is whole", async () => {
  using project = new Project({ ...tables(10, 30), "migrations/20_long.sql": longMigration })
  await killHalfWay(project)
  project.write({ "migrations/20_long.sql": shortMigration })
  await goesOn(project)
  expect(project.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }])
  expect(project.query("SELECT * FROM big")).toEqual([])
  expect(Object.keys(project.files()).filter((path) => /^blog\.db./.test(path))).toEqual([])
})

test("a write-ahead log: a signal, and kill -9", async () => {
  using project = new Project({ ...tables(10, 30), "migrations/20_long.sql": longMigration })
  project.query("PRAGMA journal_mode = WAL")
  const running = project.start(["migrate"])
  await halfWritten(project, running)
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  await isUndone(project)
  await killHalfWay(project)
  project.write({ "migrations/20_long.sql": shortMigration })
  await goesOn(project)
  expect(project.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }])
})

test("while a migration is loaded", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_loads.ts": `console.error("loading"); await new Promise(() => {})`,
  })
  const before = project.files()
  const running = project.start(["migrate"])
  await running.says("loading")
  running.signal("SIGINT")
  expect((await running.ended()).code).toBe(130)
  expect(project.files()).toEqual(before)
})

test("outside a transaction what was done stays, without a version", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_endless.ts": typescript(`transaction: false, async up({ run }) {
      await run(create(table("x")))
      await run(create(table("y")))
      await new Promise(() => {})
    }`),
  })
  const running = project.start(["migrate", "--log-migrations-sql"])
  await running.says("CREATE TABLE \"y\"")
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  expect(project.tables()).toEqual(["t10", "x", "y"])
  expect(project.applied()).toEqual([10])
})

test("a signal in a rollback undoes it", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_big.sql":
      `-- migrate:up\nCREATE TABLE big (text TEXT);\n-- migrate:down\n${longInsert};\nDROP TABLE big;`,
  })
  await project.sterna(["migrate"])
  const running = project.start(["rollback"])
  await halfWritten(project, running)
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  expect(project.applied()).toEqual([10, 20])
  expect(project.query("SELECT count(*) AS n FROM big")).toEqual([{ n: 0 }])
})

test("a signal that was ignored when it was started stays ignored, as with nohup", async () => {
  using project = new Project({
    "migrations/10_gated.ts": typescript(`async up({ run }) {
      await run(create(table("x")))
      while (!(await Bun.file("gate").exists())) await new Promise((resolve) => setTimeout(resolve, 5))
    }`),
  })
  const running = project.start(["migrate"], { ignoring: "HUP" })
  await running.says("create table x")
  running.signal("SIGHUP")
  project.write({ gate: "" })
  expect((await running.ended()).code).toBe(0)
  expect(project.applied()).toEqual([10])
})

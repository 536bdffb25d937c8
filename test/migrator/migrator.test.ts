import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { join } from "node:path"
import { Migrator } from "../../src/doors/package.ts"
import type { Event } from "../../src/events/event.ts"
import { Application, creating, history } from "./application.ts"

const repos = { main: { url: "sqlite:blog.db" } }

test("forward, back, and what there is", async () => {
  using application = new Application(history)
  const { directory } = application
  const options = { config: { repos }, directory }

  const [planned] = await Migrator.plan({ ...options, to: 1 })
  expect(planned).toMatchObject({ repo: "main", direction: "up", beyond: 1 })
  expect(planned?.migrations.flatMap(({ commands }) => commands.flatMap(({ sql }) => sql))).toEqual([
    `CREATE TABLE "people" ("id" INTEGER PRIMARY KEY AUTOINCREMENT)`,
  ])

  expect(await Migrator.migrate({ ...options, dryRun: true })).toEqual([{ repo: "main", versions: [1n, 2n] }])
  expect(await Migrator.migrate({ ...options, skip: true })).toEqual([])
  const states = async () =>
    (await Migrator.status(options)).map(({ migrations, repo }) => [repo, ...migrations.map(({ state }) => state)])
  expect(await states()).toEqual([["main", "down", "down"]])

  expect(await Migrator.migrate(options)).toEqual([{ repo: "main", versions: [1n, 2n] }])
  expect(await Migrator.migrate(options)).toEqual([{ repo: "main", versions: [] }])
  expect(await states()).toEqual([["main", "up", "up"]])

  expect(await Migrator.plan({ ...options, rollback: true })).toMatchObject([{ direction: "down", beyond: 1 }])
  expect(await Migrator.rollback(options)).toEqual([{ repo: "main", versions: [2n] }])
  expect(await Migrator.rollback({ ...options, all: true })).toEqual([{ repo: "main", versions: [1n] }])
  expect(await states()).toEqual([["main", "down", "down"]])
})

test("a config from its file, found or named, of which some repos are meant", async () => {
  const config = { repos: { one: { url: "sqlite:one.db" }, two: { url: "sqlite:two.db", migrations: "migrations" } } }
  using application = new Application({
    ...history,
    "sterna.config.json": JSON.stringify(config),
    "settings/other.json": JSON.stringify({
      repos: { other: { url: "sqlite:other.db", migrations: "../migrations" } },
    }),
  })
  const { directory } = application
  const reposOf = (results: ReadonlyArray<{ readonly repo: string }>) => results.map(({ repo }) => repo)
  expect(reposOf(await Migrator.migrate({ directory }))).toEqual(["one", "two"])
  expect(reposOf(await Migrator.migrate({ directory, repos: ["two"] }))).toEqual(["two"])
  expect(reposOf(await Migrator.migrate({ directory, config: "settings/other.json" }))).toEqual(["other"])
})

test("without a config, a URL and a folder", async () => {
  using application = new Application({ "sql/1_create_tags.ts": creating("tags") })
  const { directory } = application
  const url = `sqlite:${directory}/tags.db`
  expect(await Migrator.migrate({ directory, url, migrations: "sql" })).toEqual([{ repo: "default", versions: [1n] }])
})

test("what happens is told as events, in order", async () => {
  using application = new Application(history)
  const events: Array<Event> = []
  await Migrator.migrate({
    config: { repos },
    directory: application.directory,
    step: 1,
    onEvent: (event) => events.push(event),
  })
  expect(events.map(({ _tag }) => _tag).filter((tag) => tag !== "MigratorStatementSent")).toEqual([
    "RunStarted",
    "MigrationStarted",
    "CommandStarted",
    "StatementSent",
    "MigrationFinished",
    "RunFinished",
  ])
  expect(events.some(({ _tag }) => _tag === "MigratorStatementSent")).toBe(true)
})

test("a promise is rejected with the typed error, and what failed is undone", async () => {
  using application = new Application({
    "migrations/1_create_people.ts": creating("people"),
    "migrations/2_create_people_again.ts": creating("people"),
  })
  const { directory } = application
  const options = { config: { repos }, directory }
  const failure: unknown = await Migrator.migrate(options).catch((error: unknown) => error)
  expect(failure).toMatchObject({ _tag: "MigrationFailed", repo: "main", version: 2n, undone: true })
  const [main] = await Migrator.status(options)
  expect(main?.migrations.map(({ state }) => state)).toEqual(["up", "down"])
})

test.each([
  [{ config: { repos: {} } }, "options: config: repos: There is no repo in it. Add one."],
  [{ config: "none.json" }, "There is no such file. Name one that is there with --config."],
  [{ config: { repos }, repos: ["mian"] }, "no repo named \"mian\". Did you mean \"main\"?"],
  [
    { config: { repos: { main: { url: { env: "STERNA_TEST_UNSET" } } } } },
    "options: config: repos.main.url: The environment variable STERNA_TEST_UNSET is not set.",
  ],
  [{ config: { repos: { main: { url: "oracle:blog" } } } }, "no dialect knows the scheme \"oracle:\""],
  [{ config: { repos }, data: true }, "options: config: repos.main.dataMigrations: Repo main has no data migrations"],
])("%p is refused", async (options, says) => {
  using application = new Application(history)
  const refusal: unknown = await Migrator.migrate({ directory: application.directory, ...options })
    .catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(Error)
  expect(String(refusal)).toContain(says)
})

test("what is aborted before it begins does nothing", async () => {
  using application = new Application(history)
  const { directory } = application
  const reason = new Error("The application ends.")
  const aborted = Migrator.migrate({ config: { repos }, directory, signal: AbortSignal.abort(reason) })
  expect(await aborted.catch((error: unknown) => error)).toBe(reason)
  expect(await Bun.file(join(directory, "blog.db")).exists()).toBe(false)
})

test("what is aborted in a statement is undone, and the file is free again when the statement has ended", async () => {
  using application = new Application({
    "migrations/1_create_people.ts": creating("people"),
    "migrations/2_count.ts": `import { execute, migration } from "sterna"

export default migration({
  async up({ run, sql }) {
    await run(execute("CREATE TABLE counted (n INTEGER)"))
    setImmediate(() => dispatchEvent(new Event("counting")))
    await sql\`INSERT INTO counted WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000000)
      SELECT count(*) FROM n\`
  },
})
`,
  })
  const { directory } = application
  const controller = new AbortController()
  addEventListener("counting", () => controller.abort(), { once: true })
  const events: Array<Event> = []
  const run = Migrator.migrate({
    config: { repos },
    directory,
    signal: controller.signal,
    onEvent: (event) => events.push(event),
  })
  expect(await run.catch((error: unknown) => error)).toMatchObject({ name: "AbortError" })
  expect(events.map(({ _tag }) => _tag)).toContain("MigrationInterrupted")
  const warnings = events.flatMap((event) => event._tag === "Warning" ? event.message : [])
  expect(warnings).toContainEqual(expect.stringContaining("cannot interrupt the statement that is under way"))

  // Waits for the statement, and then for nobody: the file is given back although the process lives on.
  using database = new Database(join(directory, "blog.db"))
  database.run("PRAGMA busy_timeout = 60000")
  database.run("BEGIN IMMEDIATE")
  database.run("COMMIT")
  const tables = database.query<{ readonly name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
  expect(tables.map(({ name }) => name)).toContain("people")
  expect(tables.map(({ name }) => name)).not.toContain("counted")
}, 120_000)

test("it takes no signal for itself, prints nothing, and lets the process end", async () => {
  using application = new Application({
    ...history,
    "main.ts": `import { Migrator } from "sterna"
const listeners = () => ["SIGINT", "SIGTERM", "SIGHUP", "exit"].map((name) => process.listenerCount(name)).join()
const before = listeners()
await Migrator.migrate({ url: "sqlite:blog.db", onEvent: () => {
  if (listeners() !== before) throw new Error("It listens.")
} })
await Migrator.rollback({ url: "sqlite:blog.db", to: 5, onEvent: () => {} })
`,
  })
  const child = Bun.spawn([process.execPath, "main.ts"], {
    cwd: application.directory,
    stdout: "pipe",
    stderr: "pipe",
  })
  expect([await child.stdout.text(), await child.stderr.text(), await child.exited]).toEqual(["", "", 0])
})

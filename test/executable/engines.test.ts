import { expect, test } from "bun:test"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { Project } from "./project.ts"

const plugins = join(import.meta.dirname, "../../plugins")

/** Plugins as a user has them: files on the disk, whose drivers lie in a node_modules. */
const engines = [
  { name: "pglite", database: "data", long: "SELECT count(*) FROM generate_series(1, 2000000000)" },
  {
    name: "duckdb",
    database: "blog.duckdb",
    long: "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE (a.range + b.range) % 7 = 3",
  },
  {
    name: "libsql",
    database: "blog.db",
    long: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
  },
] as const

/** PGlite takes seconds of the processor to begin, and several times as long on a busy machine. */
const patienceMs = 180_000

const history = (name: string, database: string) => ({
  "sterna.config.json": JSON.stringify({
    repos: { main: { url: `${name}:${database}` } },
    plugins: [join(plugins, name, "dialect.ts")],
  }),
  "migrations/20260101000000_create_posts.ts": `
    import { add, create, index, migration, table } from "sterna"
    export default migration({ change: [
      create(table("posts"), [add("title", "string", { null: false })]),
      create(index("posts", ["title"], { unique: true })),
    ] })`,
  "migrations/20260102000000_create_people.ts": `
    import { create, migration, table } from "sterna"
    export default migration({ change: [create(table("people"))] })`,
})

test.each(engines)("$name, from the disk: migrate, status, rollback", async ({ database, name }) => {
  using project = new Project(history(name, database))
  // The runtime keeps what it has parsed of the drivers.
  const files = () => Object.keys(project.files()).filter((path) => !path.startsWith(".bun"))
  const before = files()
  expect(await project.sterna(["status", "--check"], { env: {} })).toMatchObject({ code: 3 })
  expect(files()).toEqual(before)
  expect(await project.sterna(["migrate"], { env: {} })).toMatchObject({ code: 0 })
  expect(await project.sterna(["status", "--check"], { env: {} })).toMatchObject({ code: 0 })
  const again = await project.sterna(["migrate"], { env: {} })
  expect(again.code).toBe(0)
  expect(await project.sterna(["rollback", "--all", "--yes"], { env: {} })).toMatchObject({ code: 0 })
  expect(await project.sterna(["status", "--check"], { env: {} })).toMatchObject({ code: 3 })
  // Nothing of a lock is left behind.
  expect(readdirSync(project.folder).filter((file) => file.includes("-sterna-"))).toEqual([])
}, patienceMs)

test.each(engines)("$name: two at once, each migration in one of them", async ({ database, name }) => {
  using project = new Project(history(name, database))
  const runs = [project.start(["migrate", "--json"], { env: {} }), project.start(["migrate", "--json"], { env: {} })]
  const ended = await Promise.all(runs.map((run) => run.ended(patienceMs)))
  expect(ended.map(({ code }) => code)).toEqual([0, 0])
  const done = ended.flatMap(({ stdout }) => stdout.match(/"MigrationFinished"/g) ?? [])
  expect(done.length).toBe(2)
}, patienceMs)

test.each(engines)("$name: killed in a migration, and interrupted in it, the next run does it", async (engine) => {
  const { database, long, name } = engine
  using project = new Project(history(name, database))
  const slow = (sql: string) => ({
    "migrations/20260103000000_slow.ts": `
      import { create, drop, execute, migration, table } from "sterna"
      export default migration({
        async up({ run }) {
          await run(create(table("slow")))
          console.log("now it is slow")
          await run(execute(${JSON.stringify(sql)}))
        },
        down: [drop(table("slow"))],
      })`,
  })
  project.write(slow(long))
  for (const signal of ["SIGKILL", "SIGINT"] as const) {
    const run = project.start(["migrate"], { env: {} })
    await run.says("now it is slow", patienceMs)
    run.signal(signal)
    const { code } = await run.ended(patienceMs)
    expect(code).toBe(signal === "SIGKILL" ? 137 : 130)
  }
  project.write(slow("SELECT 1"))
  const { code, stdout } = await project.sterna(["migrate"], { env: {} })
  expect({ code, stdout }).toMatchObject({ code: 0 })
  expect(await project.sterna(["status", "--check"], { env: {} })).toMatchObject({ code: 0 })
}, patienceMs)

import { expect, test } from "bun:test"
import { chmodSync } from "node:fs"
import { config, creating, sqlFile, tables, typescript } from "./history.ts"
import { endless, inTransaction } from "./long-migration.ts"
import { Project, type StartOptions } from "./project.ts"

interface Check {
  readonly repo?: string
  readonly check: string
  readonly state: string
  readonly says: ReadonlyArray<string>
}

/** What the doctor says, each check by its name, and a proof that it changed nothing. */
async function doctor(project: Project, args: ReadonlyArray<string> = [], options?: StartOptions) {
  const before = project.files()
  const { code, stdout } = await project.sterna(["doctor", "--json", ...args], options)
  expect(project.files()).toEqual(before)
  const checks = stdout.trimEnd().split("\n").map((line): Check => JSON.parse(line)).slice(0, -1)
  const not = (state: string) => checks.filter((each) => each.state !== state)
  const says = (check: string) => checks.find((each) => each.check === check)?.says.join("\n") ?? ""
  return { code, checks, says, odd: not("ok").map(({ check, state }) => `${check}: ${state}`) }
}

const names = [
  "config",
  "plugins",
  "files",
  "connection",
  "server",
  "rights",
  "lock",
  "clock",
  "versions table",
  "unresolved",
  "ledger",
]

test("all holds, in this order", async () => {
  using project = new Project(tables(10, 20))
  await project.sterna(["migrate", "--to", "10"])
  const { checks, code, odd, says } = await doctor(project)
  expect(code).toBe(0)
  expect(odd).toEqual([])
  expect(checks.map(({ check }) => check)).toEqual(names)
  expect(says("versions table")).toBe("1 migration is applied, 1 pending.")
  expect(await project.sterna(["doctor"])).toEqual({
    code: 0,
    stderr: "",
    stdout: expect.stringMatching(/^\nRepo: default\n\nok +config [^]*\nok +ledger [^]*\n\nAll holds\n$/),
  })
})

test("the URL is said to be from where it is from", async () => {
  using project = new Project({
    ...tables(10),
    "sterna.config.json": JSON.stringify({ repos: { main: { url: "sqlite:blog.db" } } }),
  })
  const says = async (...args: ReadonlyArray<string>) => (await doctor(project, args)).says("config")
  expect(await says()).toBe(`${project.path("sterna.config.json")}: sqlite:blog.db`)
  expect(await says("--url", "sqlite:x.db")).toBe(`${project.path("sterna.config.json")}; flag --url: sqlite:x.db`)
  project.remove("sterna.config.json")
  expect((await doctor(project, [], { env: { DATABASE_URL: "sqlite:y.db" } })).says("config"))
    .toBe("There is no config file; variable DATABASE_URL: sqlite:y.db")
})

test("a database that is not there yet is not made", async () => {
  using project = new Project(tables(10))
  const { code, odd } = await doctor(project)
  expect(code).toBe(0)
  expect(odd).toEqual(["connection: warning", "rights: skipped", "lock: skipped"])
})

test("a table that is not there yet is not made", async () => {
  using project = new Project(tables(10))
  await project.sterna(["create"])
  const { code, odd, says } = await doctor(project)
  expect({ code, odd }).toEqual({ code: 0, odd: [] })
  expect(says("rights")).toContain("may make the versions table")
})

const afterConnection = names.slice(4).map((name) => `${name}: skipped`)

test("what failed does not keep from looking at the rest", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_bad.ts": "export default 7",
    "migrations/30_typo.sql": "no marker here",
    "sterna.config.json": JSON.stringify({
      repos: {
        main: { url: "sqlite:blog.db" },
        log: { url: "orcale:x", migrations: "migrations" },
        unset: { url: { env: "UNSET" }, migrations: "migrations" },
        far: { url: "sqlite:no/where.db", migrations: "migrations" },
      },
    }),
  })
  const { checks, code } = await doctor(project)
  const failed = checks.filter(({ state }) => state === "failed").map(({ check, repo = "" }) => `${repo} ${check}`)
  expect(failed).toEqual(["unset config", "main files", "log plugins", "far files", "far connection"])
  const of = (repo: string) => checks.filter((each) => each.repo === repo)
  expect(of("main").find(({ check }) => check === "files")?.says).toEqual([
    expect.stringContaining("20_bad.ts"),
    expect.stringContaining("30_typo.sql"),
  ])
  expect(of("far").slice(4).map(({ check, state }) => `${check}: ${state}`)).toEqual(afterConnection)
  expect(code).toBe(4)
})

test.each<[string, Parameters<Project["write"]>[0], string, number]>([
  ["config", { "sterna.config.json": "{" }, "sterna.config.json", 2],
  [
    "plugins",
    {
      ...config(),
      "sterna.config.ts": "export default { repos: { a: { url: \"sqlite:a.db\" } }, plugins: [\"./no.ts\"] }",
    },
    "no.ts",
    2,
  ],
  ["files", { "migrations/10_twice.ts": "" }, "Version 10 is taken twice", 2],
  [
    "files",
    { "sterna.config.json": JSON.stringify({ repos: { a: { url: "sqlite:blog.db", migrations: "none" } } }) },
    "none",
    2,
  ],
])("it fails: %s", async (check, files, text, expected) => {
  using project = new Project({ ...tables(10), ...files })
  const { checks, code, says } = await doctor(project)
  expect(code).toBe(expected)
  expect(checks.filter(({ state }) => state === "failed").map((each) => each.check)).toEqual([check])
  expect(says(check)).toContain(text)
})

test("a file that may not be written", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  chmodSync(project.path("blog.db"), 0o444)
  const { code, odd, says } = await doctor(project, [], { rightsBind: true, env: { DATABASE_URL: "sqlite:blog.db" } })
  expect({ code, odd }).toEqual({ code: 4, odd: ["rights: failed", "lock: failed"] })
  expect(says("rights")).toContain("may not be written by this user")
})

test("the lock is held", async () => {
  using project = new Project({ "migrations/10_endless.ts": endless })
  await inTransaction(project, project.start(["migrate"]))
  const { code, odd, says } = await doctor(project, ["--lock-timeout", "0"])
  expect(code).toBe(5)
  expect(odd).toEqual(["rights: failed", "lock: failed"])
  expect(says("lock")).toContain("the migration lock is held by")
  expect(says("lock")).toContain("This only looked")
  expect(says("lock")).not.toContain("--lock-timeout")
})

test("rows that are none, files that are gone or changed", async () => {
  using project = new Project(tables(10, 20))
  await project.sterna(["migrate"])
  project.remove("migrations/20_m20.ts")
  const missing = await doctor(project)
  expect({ code: missing.code, odd: missing.odd }).toEqual({ code: 0, odd: ["versions table: warning"] })
  expect(missing.says("versions table")).toContain("20 m20 is applied, but there is no file")
  expect(missing.says("versions table")).toContain("sterna forget 20.")
  project.write({ "migrations/10_m10.ts": tables(11)["migrations/11_m11.ts"] ?? "" })
  const changed = await doctor(project)
  expect({ code: changed.code, odd: changed.odd }).toEqual({ code: 6, odd: ["versions table: failed"] })
  expect(changed.says("versions table")).toMatch(/10_m10.ts was changed after[^]*sterna resolve 10 --accept-checksum\./)
  expect(changed.says("versions table")).not.toMatch(/[0-9a-f]{64}|--accept-changed/)

  using other = new Project(tables(10))
  other.query("CREATE TABLE schema_migrations (version text)")
  other.query("INSERT INTO schema_migrations VALUES ('v1'), ('v2')")
  const foreign = await doctor(other)
  expect(foreign).toMatchObject({ code: 1, odd: ["versions table: failed"] })
  expect(foreign.says("versions table")).toMatch(/"v1"[^]*"v2"/)
  other.query("ALTER TABLE schema_migrations RENAME COLUMN version TO id")
  expect((await doctor(other)).says("versions table")).toContain("has no column version")
})

test("what is half done", async () => {
  using project = new Project({
    "migrations/10_half.ts": typescript(
      "transaction: false, up: [execute(\"CREATE TABLE x (id int)\"), execute(\"INSERT INTO nowhere VALUES (1)\")]",
    ),
    "migrations/20_next.sql": sqlFile("SELECT 1;"),
  })
  expect((await project.sterna(["migrate"])).code).toBe(1)
  const half = await doctor(project)
  expect({ code: half.code, odd: half.odd }).toEqual({ code: 0, odd: ["unresolved: warning"] })
  expect(half.says("unresolved")).toContain("10 half is half migrated")
  project.query("UPDATE schema_migrations_steps SET state = 'unresolved' WHERE step = 0")
  const unresolved = await doctor(project)
  expect({ code: unresolved.code, odd: unresolved.odd }).toEqual({ code: 7, odd: ["unresolved: failed"] })
  project.query("DELETE FROM schema_migrations_steps WHERE step = 0")
  const alone = await doctor(project)
  expect({ code: alone.code, odd: alone.odd }).toEqual({ code: 0, odd: ["ledger: warning"] })
  project.query("UPDATE schema_migrations_steps SET state = 'other'")
  const foreign = await doctor(project)
  expect({ code: foreign.code, odd: foreign.odd }).toEqual({ code: 1, odd: ["unresolved: skipped", "ledger: failed"] })
})

test("a file that holds a migration and has no version is a warning, of doctor and of migrate", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/create_orphan.ts": creating("orphan"),
    "migrations/bad_name.sql": "-- migrate:up\nSELECT 1;\n",
    "migrations/shared.ts": "export const shared = 1\n",
    "migrations/view.sql": "SELECT 1;\n",
    "migrations/_aside.ts": creating("aside"),
  })
  const named = (text: string) =>
    new Set(text.split("\n").flatMap((line) => /(\w+\.\w+) holds a migration/.exec(line)?.[1] ?? []))
  const expected = new Set(["bad_name.sql", "create_orphan.ts"])
  const { code, stdout } = await project.sterna(["doctor"])
  expect({ code, files: named(stdout) }).toEqual({ code: 0, files: expected })
  expect(stdout).toContain("warning  files")
  const { stderr } = await project.sterna(["migrate", "--quiet"])
  expect(named(stderr)).toEqual(expected)
  expect(project.applied()).toEqual([10])
})

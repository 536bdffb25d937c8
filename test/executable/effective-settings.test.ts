import { expect, test } from "bun:test"
import { tables } from "./history.ts"
import { OnTerminal } from "./on-terminal.ts"
import { Project } from "./project.ts"

const config = {
  repos: {
    main: {
      url: { env: "BLOG_URL" },
      migrations: ["migrations", { env: "MORE" }],
      lockTimeout: "5s",
      storage: { encoding: "UTF8" },
      protected: true,
    },
    log: { url: "mysql://ada:hunter2@db/log" },
  },
}

interface Setting {
  readonly [field: string]: string
}

test("every setting says where it is from, and no secret is shown", async () => {
  using project = new Project({
    ...tables(10),
    "url": "postgres://ada:hunter2@db/blog\n",
    "more.env": "MORE=more\nBLOG_URL_FILE=url",
    "sterna.config.json": JSON.stringify(config),
  })
  const args = ["config", "--env-file", "more.env", "--retries", "7"]
  const { code, stderr, stdout } = await project.sterna([...args, "--json"], { env: {} })
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  expect(stdout).not.toContain("hunter2")
  const [main, log] = stdout.trimEnd().split("\n").map((line): ReadonlyArray<Setting> => JSON.parse(line).settings)
  const path = project.path("sterna.config.json")
  const envFile = project.path("more.env")
  const of = (settings: ReadonlyArray<Setting> | undefined, name: string) =>
    settings?.find((each) => each["name"] === name)
  expect(of(main, "url")).toEqual({
    name: "url",
    value: "postgres://ada:***@db/blog",
    origin: "variable",
    variable: "BLOG_URL_FILE",
    envFile,
    secretFile: project.path("url"),
  })
  expect(of(main, "migrations")).toEqual({
    name: "migrations",
    value: `${project.path("migrations")}, ${project.path("more")}`,
    origin: "variable",
    variable: "MORE",
    envFile,
  })
  expect(of(main, "lockTimeout")).toEqual({ name: "lockTimeout", value: "5s", origin: "config", path })
  expect(of(main, "storage.encoding")).toEqual({ name: "storage.encoding", value: "UTF8", origin: "config", path })
  expect(of(main, "retries")).toEqual({ name: "retries", value: "7", origin: "flag", flag: "--retries" })
  expect(of(main, "migrationLock")).toEqual({ name: "migrationLock", value: "table", origin: "default" })
  expect(of(log, "migrationLock")).toEqual({ name: "migrationLock", value: "advisory", origin: "default" })
  expect(of(log, "dialect")).toEqual({ name: "dialect", value: "mysql", origin: "url" })
  expect(of(log, "url")).toEqual({ name: "url", value: "mysql://ada:***@db/log", origin: "config", path })

  const text = await project.sterna(args, { env: {} })
  expect(text.stdout).not.toContain("hunter2")
  expect(text.stdout).toMatch(/\nRepo: main\n\n {2}url +postgres:\/\/ada:\*\*\*@db\/blog +variable BLOG_URL_FILE of /)
  expect(text.stdout).toMatch(/\n {2}dialect +postgres +from the url\n/)
  expect(text.stdout).toMatch(/\n {2}retries +7 +flag --retries\n/)
})

test("what is no URL is not shown at all, and an unknown database is no reason to show nothing", async () => {
  using project = new Project(tables(10))
  const { code, stdout } = await project.sterna(["config"], { env: { DATABASE_URL: "hunter2" } })
  expect(code).toBe(0)
  expect(stdout).toMatch(/\n {2}url +\*\*\* +variable DATABASE_URL\n {2}dialect +- +default\n/)
})

test("on a terminal no line is wider than it, where that can be", async () => {
  using project = new Project({
    ...tables(10),
    "sterna.config.json": `{ "repos": { "main": { "url": "sqlite:blog.db" } } }`,
  })
  using terminal = new OnTerminal(project, ["config"], 60)
  await terminal.shows("migrationSource")
  await terminal.child.exited
  const lines = terminal.output.split("\r\n")
  // A path is never broken.
  expect(lines.filter((line) => line.length > 60 && !line.includes(project.folder))).toEqual([])
  expect(lines).toContain("  migrationSource         schema_migrations")
})

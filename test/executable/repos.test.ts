import { expect, test } from "bun:test"
import { creating, tables, typescript } from "./history.ts"
import { Project } from "./project.ts"

const repos = (more: object = {}) => ({
  "sterna.config.json": JSON.stringify({
    repos: {
      main: { url: "sqlite:main.db" },
      statistics: { url: "sqlite:statistics.db", migrations: "statistics" },
      ...more,
    },
  }),
})

const inBoth = {
  ...tables(10),
  "statistics/10_views.ts": creating("views"),
  "statistics/20_clicks.ts": creating("clicks"),
}

test("every repo has a connection of its own", async () => {
  using project = new Project({ ...repos(), ...inBoth })
  const { code, stdout } = await project.sterna(["migrate"])
  expect(code).toBe(0)
  expect(stdout).toMatch(/main: up +10[^]*statistics: up +10[^]*statistics: up +20/)
  expect(project.tables("main.db")).toEqual(["t10"])
  expect(project.tables("statistics.db")).toEqual(["clicks", "views"])
  expect(project.applied("main.db")).toEqual([10])
  expect(project.applied("statistics.db")).toEqual([10, 20])
})

test("a function sees its own database", async () => {
  const whereAmI = (name: string) =>
    typescript(`async up({ repo, run, sql }) {
      await run(create(table("here"), [add("file", "text"), add("repo", "text")]))
      const [{ file }] = await sql\`SELECT file FROM pragma_database_list WHERE name = 'main'\`
      await sql\`INSERT INTO here (file, repo) VALUES (\${file}, \${repo.name})\`
    }, down: [drop(table("here"))]`).replace("here", name)
  using project = new Project({
    ...repos(),
    "migrations/10_here.ts": whereAmI("here"),
    "statistics/10_here.ts": whereAmI("here"),
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT file, repo FROM here", "main.db")).toEqual([{
    file: project.path("main.db"),
    repo: "main",
  }])
  expect(project.query("SELECT file, repo FROM here", "statistics.db"))
    .toEqual([{ file: project.path("statistics.db"), repo: "statistics" }])
})

test("--repo chooses", async () => {
  using project = new Project({ ...repos(), ...inBoth })
  expect((await project.sterna(["migrate", "-r", "statistics", "--step", "1"])).code).toBe(0)
  expect(project.files()).not.toHaveProperty(["main.db"])
  expect(project.applied("statistics.db")).toEqual([10])
})

test("--url with several repos needs --repo", async () => {
  using project = new Project({ ...repos(), ...inBoth })
  const { code, stderr } = await project.sterna(["migrate", "--url", "sqlite:third.db"])
  expect(code).toBe(2)
  expect(stderr).toContain("--repo")
  expect((await project.sterna(["migrate", "--url", "sqlite:third.db", "--repo", "main"])).code).toBe(0)
  expect(project.tables("third.db")).toEqual(["t10"])
})

test("a rollback of several repos has to name them", async () => {
  using project = new Project({ ...repos(), ...inBoth })
  await project.sterna(["migrate"])
  const { code, stderr } = await project.sterna(["rollback"])
  expect(code).toBe(2)
  expect(stderr).toContain("--repo")
  expect((await project.sterna(["rollback", "-r", "main"])).code).toBe(0)
  expect(project.tables("main.db")).toEqual([])
  expect(project.applied("statistics.db")).toEqual([10, 20])
})

test("one that fails does not keep the others from their turn, and the gravest exit code counts", async () => {
  using project = new Project({
    ...repos({ broken: { url: "sqlite:no/such/folder.db", migrations: "migrations" } }),
    ...inBoth,
    "migrations/20_failing.sql": "-- migrate:up\nDROP TABLE nowhere;",
  })
  const { code, stderr } = await project.sterna(["migrate"])
  expect(code).toBe(1)
  expect(stderr.match(/^error: /gm)).toHaveLength(2)
  expect(project.applied("main.db")).toEqual([10])
  expect(project.applied("statistics.db")).toEqual([10, 20])
})

test("several repos that do not say where their migrations are would have the same, and are refused", async () => {
  const config = (one: object, two: object) => ({
    "sterna.config.json": JSON.stringify({
      repos: { one: { url: "sqlite:one.db", ...one }, two: { url: "sqlite:two.db", ...two } },
    }),
  })
  using project = new Project({ ...tables(10), ...config({}, {}) })
  const before = project.files()
  for (const command of [["migrate"], ["status", "-r", "two"], ["gen", "-r", "one", "create_notes"]]) {
    const { code, stderr } = await project.sterna(command)
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/repos\.\w+\.migrations: The repos one and two/),
    })
  }
  expect(project.files()).toEqual(before)
  expect((await project.sterna(["status", "--migrations-path", "migrations"])).code).toBe(0)
  // Where it is meant they may have the same.
  project.write(config({ migrations: "migrations" }, { migrations: "migrations" }))
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect([project.applied("one.db"), project.applied("two.db")]).toEqual([[10], [10]])
})

test("advice names the repo that it is for", async () => {
  using project = new Project({ ...repos(), ...inBoth })
  const says = async (...command: ReadonlyArray<string>) => {
    const { stderr } = await project.sterna([...command, "-r", "main"])
    return stderr
  }
  expect(await says("status")).toContain("`sterna migrate -r main` makes it")
  expect(await says("rollback")).toContain("sterna create -r main.")
  await project.sterna(["migrate"])
  expect(await says("baseline", "10")).toContain("`sterna migrate -r main`; `sterna history -r main` shows")
  expect(await says("load")).toMatch(/`sterna migrate -r main`.*`sterna drop -r main` and `sterna create -r main`/)
  expect(await says("forget", "99", "--yes")).toContain("`sterna history -r main`")
  project.remove("main.db")
  await project.sterna(["create", "-r", "main"])
  expect(await says("load", "-d", "none.sql")).toContain("`sterna dump -r main`")
})

test("a repo that is called default is named where it has others beside it, and none that has not", async () => {
  const own = { url: "sqlite:default.db", migrations: "migrations" }
  using project = new Project({
    "sterna.config.json": JSON.stringify({ repos: { default: own, other: { ...own, url: "sqlite:other.db" } } }),
    "alone.json": JSON.stringify({ repos: { main: own } }),
    ".env": "A=1",
    ...inBoth,
  })
  const several = await project.sterna(["status", "-r", "default"])
  expect(several.stderr).toContain("`sterna migrate -r default` makes it")
  const alone = await project.sterna(["status", "--config", "alone.json", "--env-file", ".env"])
  expect(alone.stderr).toContain("`sterna migrate --config alone.json --env-file .env` makes it")
})

test("two repos with one history are refused before anything is there", async () => {
  using project = new Project({
    "sterna.config.json": JSON.stringify({
      repos: {
        "a-b": { url: "sqlite:one.db", migrations: "migrations" },
        a_b: { url: "sqlite:two.db", migrations: "migrations" },
      },
    }),
    ...inBoth,
  })
  const before = project.files()
  for (const command of [["migrate"], ["status", "-r", "a-b"], ["plan", "-r", "a_b"]]) {
    const { code, stderr } = await project.sterna(command, { env: { STERNA_A_B_URL: "sqlite:both.db" } })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/repos\.a_b\.url: .*STERNA_A_B_URL gives the URL of both a-b and a_b\./),
    })
  }
  expect(project.files()).toEqual(before)
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect([project.applied("one.db"), project.applied("two.db")]).toEqual([[10], [10]])
})

import { expect, test } from "bun:test"
import { readdirSync, readlinkSync, truncateSync } from "node:fs"
import { eventually } from "./eventually.ts"
import { tables } from "./history.ts"
import { Project } from "./project.ts"

const nowhere = { env: {} }

test("a file of variables is read when it is asked for", async () => {
  using project = new Project({ ...tables(10), ".env": "DATABASE_URL=sqlite:wrong.db\n" })
  expect((await project.sterna(["migrate"], nowhere)).code).toBe(2)
  project.write({ "deploy/one.env": "export DATABASE_URL='sqlite:one.db'\n", "two.env": "DATABASE_URL=sqlite:two.db" })
  for (const command of ["create", "migrate", "status --check", "history", "dump"]) {
    const args = [...command.split(" "), "--env-file", "two.env", "--env-file", "deploy/one.env"]
    expect({ command, ...await project.sterna(args, nowhere) }).toMatchObject({ command, code: 0 })
  }
  expect(project.applied("one.db")).toEqual([10])
  const files = Object.keys(project.files())
  expect(files.filter((path) => path.endsWith(".db"))).toEqual(["one.db"])
})

test("the process's own variables win, and code sees the others", async () => {
  using project = new Project({
    "one.env": "DATABASE_URL=sqlite:wrong.db\nTABLE=posts",
    "migrations/10_table.ts": `import { create, migration, table } from "sterna"
export default migration({ change: [create(table(process.env.TABLE))] })`,
  })
  expect((await project.sterna(["migrate", "--env-file", "one.env"])).code).toBe(0)
  expect(project.tables()).toEqual(["posts"])
})

test.each<[string, string, string]>([
  ["a bad line", "A=1\nhunter2 is no variable\n", "Line 2 is not NAME=value."],
  ["an open quote", "A=1\n\nPASSWORD=\"hunter2\n", "Line 3 has a quote that does not end."],
])("%s is named by its number alone", async (_, text, problem) => {
  using project = new Project({ ...tables(10), "bad.env": text })
  const before = project.files()
  for (const args of [["migrate"], ["status", "--json"], ["doctor"], ["config"]]) {
    const { code, stderr, stdout } = await project.sterna([...args, "--env-file", "bad.env"])
    expect(code).toBe(2)
    expect(stdout + stderr).toContain(`${project.path("bad.env")}: ${problem}`)
    expect(stdout + stderr).not.toContain("hunter2")
  }
  expect(project.files()).toEqual(before)
})

test("a file that is not there is refused", async () => {
  using project = new Project(tables(10))
  const { code, stderr } = await project.sterna(["migrate", "--env-file", ".env"])
  expect(code).toBe(2)
  expect(stderr).toBe(`error: ${project.path(".env")}: The file of --env-file does not exist.\n`)
})

test("a secret is read from the file that a variable names", async () => {
  using project = new Project({
    ...tables(10),
    "secrets/url": "sqlite:secret.db\n",
    "sterna.config.json": JSON.stringify({ repos: { main: { url: { env: "BLOG_URL" } } } }),
  })
  const at = (env: { readonly [name: string]: string }) => project.sterna(["migrate"], { env })
  expect((await at({ BLOG_URL_FILE: "secrets/url" })).code).toBe(0)
  expect(project.applied("secret.db")).toEqual([10])
  project.write({ "secrets/url": "sqlite:other.db" })
  expect((await at({ BLOG_URL: "sqlite:wrong.db", STERNA_MAIN_URL_FILE: project.path("secrets/url") })).code).toBe(0)
  expect(project.applied("other.db")).toEqual([10])
  expect(project.files()).not.toHaveProperty(["wrong.db"])
})

test.each<[string, { readonly [name: string]: string }, string]>([
  [
    "both",
    { DATABASE_URL: "sqlite://ada:hunter2@x", DATABASE_URL_FILE: "url" },
    "Both DATABASE_URL and DATABASE_URL_FILE",
  ],
  ["not there", { DATABASE_URL_FILE: "none" }, "none, which does not exist."],
  ["empty", { DATABASE_URL_FILE: "empty" }, "empty, which is empty."],
  ["a folder", { DATABASE_URL_FILE: "migrations" }, "migrations, which is a folder."],
  ["no URL", { DATABASE_URL_FILE: "url" }, "its url has no scheme."],
])("a secret that cannot be used: %s", async (_, env, problem) => {
  using project = new Project({ ...tables(10), url: "hunter2\n", empty: "\n" })
  for (const args of [["migrate"], ["status", "--json"], ["config"], ["doctor"]]) {
    const { code, stderr, stdout } = await project.sterna(args, { env })
    expect(stdout + stderr).not.toContain("hunter2")
    if (args[0] === "config" && problem.startsWith("its url")) continue
    expect({ args, code }).toEqual({ args, code: 2 })
    expect(stdout + stderr).toContain(problem)
  }
})

/** A project, with a pipe that nobody writes to. */
const withPipe = () => {
  const project = new Project({ ...tables(10), "url": "sqlite:blog.db\n", "env": "DATABASE_URL=sqlite:blog.db\n" })
  Bun.spawnSync(["mkfifo", project.path("pipe")])
  return project
}

test.each<[string, ReadonlyArray<string>, { readonly [name: string]: string }, string]>([
  ["--env-file of a pipe without a writer", ["--env-file", "pipe"], {}, "a pipe to which nobody has written"],
  ["a secret in one", [], { DATABASE_URL_FILE: "pipe" }, "pipe, which is a pipe to which nobody has written"],
  ["--env-file of a device without an end", ["--env-file", "/dev/zero"], {}, "is larger than 1 MiB"],
  ["a secret in one", [], { DATABASE_URL_FILE: "/dev/zero" }, "/dev/zero, which is larger than 1 MiB"],
  ["a secret in nothing", [], { DATABASE_URL_FILE: "/dev/null" }, "/dev/null, which is empty"],
])("%s is refused, and hangs nobody: %j %j", async (_, args, env, problem) => {
  using project = withPipe()
  const { code, stderr } = await project.sterna(["status", ...args], { env })
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(problem) })
})

test("a huge file is not read", async () => {
  using project = withPipe()
  truncateSync(project.path("url"), 10 * 1024 ** 3)
  const { code, stderr } = await project.sterna(["status"], { env: { DATABASE_URL_FILE: "url" } })
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("url, which is larger than 1 MiB") })
})

test("a pipe is read to its end, however late its writer is: <(…), a named one, the standard input", async () => {
  using project = withPipe()
  const late = "sleep 0.3; cat env"
  const cases = [
    `exec "$@" --env-file <(${late})`,
    `exec "$@" --env-file /dev/stdin < <(${late})`,
    `(${late}) > pipe & "$@" --env-file pipe`,
    `DATABASE_URL_FILE=<(sleep 0.3; cat url) exec "$@"`,
    `DATABASE_URL_FILE=/dev/stdin exec "$@" < <(cat url)`,
    `cat url | DATABASE_URL_FILE=/dev/fd/0 "$@"`,
    `DATABASE_URL_FILE=pipe; export DATABASE_URL_FILE; (cat url > pipe) & "$@"`,
    `DATABASE_URL_FILE=url exec "$@" --env-file /dev/null`,
    `DATABASE_URL_FILE=url exec "$@" --env-file <(true)`,
  ]
  for (const text of cases) {
    for (const command of ["status", "doctor"]) {
      const { code, stderr } = await project.sterna([command], { env: {}, bash: text })
      expect({ text, command, code, stderr }).toEqual({ text, command, code: 0, stderr: expect.any(String) })
    }
  }
})

/** What a process has open; a descriptor that is closed in the meantime is left out. */
const descriptorsOf = (pid: number): ReadonlyArray<string> =>
  readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${name}`)]
    } catch {
      return []
    }
  })

test("a signal ends the wait for a pipe", async () => {
  using project = withPipe()
  // It holds the pipe open to write itself, and so there is a writer that writes nothing.
  const running = project.start(["status"], { bash: `exec 3<>pipe; exec "$@" --env-file pipe` })
  await eventually(() => descriptorsOf(running.pid).filter((path) => path === project.path("pipe")).length === 2)
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
})

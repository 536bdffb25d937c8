import { expect, test } from "bun:test"
import { tables } from "./history.ts"
import { Project, type StartOptions } from "./project.ts"

const secret = "hunter2"

const commands: ReadonlyArray<ReadonlyArray<string>> = [
  ["migrate"],
  ["migrate", "--json"],
  ["migrate", "--log-migrations-sql"],
  ["rollback"],
  ["status"],
  ["status", "--json"],
]

const urls = [
  `postgres://ada:${secret}@localhost/blog`,
  `postgres://ada:${secret}@@/:?#x@localhost/blog`,
  `sqlite://ada:${secret}@localhost/blog.db`,
  `sqlite:no/such/folder/blog.db?password=${secret}`,
  `sqlite:blog.db?key=${secret}`,
  `ada:${secret}@localhost`,
  `://:${secret}@`,
]

const withUrl: ReadonlyArray<
  [
    string,
    (
      url: string,
    ) => { readonly files?: object; readonly args?: ReadonlyArray<string>; readonly options?: StartOptions },
  ]
> = [
  ["DATABASE_URL", (url) => ({ options: { env: { DATABASE_URL: url } } })],
  ["--url", (url) => ({ args: ["--url", url] })],
  ["--url=", (url) => ({ args: [`--url=${url}`] })],
  ["a config", (url) => ({ files: { "sterna.config.json": JSON.stringify({ repos: { main: { url } } }) } })],
  ["STERNA_MAIN_URL", (url) => ({
    files: { "sterna.config.json": JSON.stringify({ repos: { main: { url: "sqlite:x.db" } } }) },
    options: { env: { STERNA_MAIN_URL: url } },
  })],
]

test.each(withUrl.flatMap(([name, use]) => urls.map((url) => [name, url, use] as const)))(
  "%s with %s",
  async (_, url, use) => {
    const { args = [], files = {}, options = {} } = use(url)
    using project = new Project({ ...tables(10), ...files })
    for (const command of commands) {
      const { stderr, stdout } = await project.sterna([...command, ...args], options)
      expect(stdout + stderr).not.toContain(secret)
    }
  },
)

const url = urls[0] ?? ""

test.each<[string, ReadonlyArray<string>]>([
  ["a misspelt flag", ["migrate", "--ulr", url]],
  ["a misspelt flag with =", ["migrate", `--ulr=${url}`]],
  ["an argument too many", ["migrate", url]],
  ["in the place of the command", [url]],
  ["in the place of a version", ["migrate", "--to", url]],
  ["in the place of a repo", ["migrate", "--repo", url]],
  ["in the place of a config", ["migrate", "--config", url]],
  ["in the place of a name", ["gen", url]],
])("wrong usage: a URL as %s", async (_, args) => {
  using project = new Project(tables(10))
  const { code, stderr, stdout } = await project.sterna(args)
  expect(code).toBe(2)
  expect(stdout + stderr).not.toContain(secret)
})

test("a config that does not load", async () => {
  using project = new Project({
    ...tables(10),
    "sterna.config.json": `{ "repos": { "main": { "url": "${url}", } } }`,
  })
  const { code, stderr, stdout } = await project.sterna(["migrate"])
  expect(code).toBe(2)
  expect(stdout + stderr).not.toContain(secret)
})

test("the environment of the process stays its own", async () => {
  using project = new Project({
    "migrations/1_only.ts": `import { migration } from "sterna"
export default migration({ up: ({ repo }) => { throw new Error(JSON.stringify(repo)) } })`,
  })
  const options = { env: { DATABASE_URL: `sqlite:blog.db?password=${secret}` } }
  const { stderr, stdout } = await project.sterna(["migrate"], options)
  expect(stdout + stderr).not.toContain(secret)
})

const said = [
  `connect failed: host=db user=ada password=${secret} dbname=blog`,
  `{ user: 'ada', password: '${secret}' }`,
  `no answer from postgres://ada:${secret}@db/blog`,
]
const thrown = (text: string) => `throw new Error(${JSON.stringify(text)})\n`

test.each(said.flatMap((text) =>
  [
    [text, "a config", { "sterna.config.ts": thrown(text) }, []],
    [text, "a plugin", { "plugin.ts": thrown(text) }, ["--plugin", "./plugin.ts", "--url", "other:blog"]],
    [text, "a migration that loads", { "migrations/10_m10.ts": thrown(text) }, []],
    [
      text,
      "a migration that runs",
      {
        "migrations/10_m10.ts": `import { migration } from "sterna"\nexport default migration({ up() { ${
          thrown(text)
        } } })`,
      },
      [],
    ],
  ] as const
))("%s, thrown by %s", async (_, _by, files, args) => {
  using project = new Project({ ...tables(10), ...files })
  for (const command of [["migrate"], ["migrate", "--json"], ["migrate", "--log-format", "json"]]) {
    const { code, stderr, stdout } = await project.sterna([...command, ...args])
    expect(stdout + stderr).not.toContain(secret)
    expect(code).toBeGreaterThan(0)
  }
})

test("what a config throws in a timer", async () => {
  using project = new Project({
    ...tables(10),
    "sterna.config.ts": `setTimeout(() => { throw new Error("password=${secret}") })
await new Promise((done) => setTimeout(done, 50))
export default {}`,
  })
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("password=***") })
})

test("what a plugin throws, where plugins are listed and looked at", async () => {
  for (const text of said) {
    using project = new Project({ ...tables(10), "plugin.ts": thrown(text) })
    for (const command of [["plugins"], ["plugins", "--json"], ["doctor"], ["doctor", "--json"]]) {
      const { code, stderr, stdout } = await project.sterna([...command, "--plugin", "./plugin.ts"])
      expect(code).toBe(2)
      expect(stdout + stderr).not.toContain(secret)
    }
  }
})

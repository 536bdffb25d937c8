import { expect, test } from "bun:test"
import { problemOf } from "../docs/json-schema.ts"
import { tables } from "./history.ts"
import { type Files, Project } from "./project.ts"

/** A dialect whose database never answers. */
const nowhere = (name: string, more = ""): string => `
import * as Effect from "effect/Effect"
import { compileCommand, DatabaseError, dialect, ledgerStatements, noCapabilities, quoteName, standardLexicon } from "sterna/dialect"
${more}
export default dialect({
  name: "${name}",
  schemes: ["${name}"],
  capabilities: { ...noCapabilities, tableLock: true },
  lexicon: standardLexicon,
  quoteName: (text) => quoteName('"', text),
  placeholder: () => "?",
  compile: (command, { settings }) => compileCommand(undefined as never, command, settings),
  connect: () => Effect.fail(new DatabaseError({ kind: "unreachable", problem: "${name} is nowhere" })),
  transaction: {
    begin: () => ["BEGIN"], commit: "COMMIT", rollback: "ROLLBACK", restore: () => [], violations: () => Effect.succeed([]),
  },
  versions: {
    create: () => "", addColumn: () => "", columns: () => Effect.succeed([]), select: () => "", insert: () => "", delete: () => "",
    setChecksum: () => "",
  },
  ledger: ledgerStatements({
    table: () => "", name: () => "", literal: () => "", types: { integer: "", short: "", long: "" }, replace: () => "",
  }),
  tryLock: () => Effect.succeed({ acquired: true }),
})
`

const driver: Files = {
  "node_modules/lonely-driver/package.json":
    "{\"name\":\"lonely-driver\",\"type\":\"module\",\"exports\":{\"import\":\"./main.js\"}}",
  "node_modules/lonely-driver/main.js": "export const driver = \"a driver of its own\"",
}

const files: Files = {
  ...tables(10),
  ...driver,
  "lib/lonely.ts": nowhere(
    "lonely",
    "import { driver } from \"lonely-driver\"\nif (driver === \"\") throw new Error()",
  ),
  "node_modules/sterna-distant/package.json":
    "{\"name\":\"sterna-distant\",\"exports\":\"./main.ts\",\"peerDependencies\":{\"effect\":\"~4.1.0\"}}",
  "node_modules/sterna-distant/main.ts": nowhere("distant"),
  "broken.ts": "throw new Error(\"connecting to db://ada:secret@host/x failed\")",
}

const unreachable = (name: string) => ({ code: 4, stderr: expect.stringContaining(`${name} is nowhere`) })

test("a plugin of the config, of a flag and of the environment answers for its scheme", async () => {
  using project = new Project({
    ...files,
    "db/sterna.config.ts": `export default {
  repos: { main: { url: "lonely:x", migrations: "../migrations" }, other: { url: "distant:x", migrations: "../migrations" } },
  plugins: ["../lib/lonely.ts", "sterna-distant", { from: "../broken.ts", schemes: ["broken"] }],
}`,
  })
  const config = ["--config", "db/sterna.config.ts"]
  expect(await project.sterna(["status", ...config, "-r", "main"], { env: {} })).toMatchObject(unreachable("lonely"))
  expect(await project.sterna(["migrate", ...config, "-r", "other"], { env: {} })).toMatchObject(unreachable("distant"))
  const url = (name: string) => ["--url", `${name}:x`]
  expect(await project.sterna(["status", ...url("lonely"), "--plugin", "./lib/lonely.ts"])).toMatchObject(
    unreachable("lonely"),
  )
  const env = { STERNA_PLUGINS: "./lonely.ts,sterna-distant" }
  expect(await project.sterna(["create", ...url("lonely")], { env, directory: "lib" })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("lonely"),
  })
  expect(await project.sterna(["status", ...url("distant")], { env, directory: "lib" })).toMatchObject(
    unreachable("distant"),
  )
})

test("a plugin that no repo needs is not loaded", async () => {
  using project = new Project(files)
  expect((await project.sterna(["migrate", "--plugin", "./broken.ts"])).code).toBe(0)
  expect(project.applied()).toEqual([10])
})

test.each<[string, ReadonlyArray<string>]>([
  ["./broken.ts", ["Plugin ./broken.ts (--plugin): it could not be loaded: connecting to db://ada:***@host/x failed"]],
  ["./none.ts", ["Plugin ./none.ts (--plugin): there is no file", "none.ts"]],
  ["sterna-none", ["Plugin sterna-none (--plugin): no package of that name is found from"]],
  ["lib/lonely.ts", ["Plugin lib/lonely.ts (--plugin): no package", "write ./lib/lonely.ts"]],
  ["./migrations/10_m10.ts", [
    "Plugin ./migrations/10_m10.ts (--plugin): its default export was not made by `dialect`",
  ]],
])("%s is refused by its name, and nothing is touched", async (plugin, words) => {
  using project = new Project(files)
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["migrate", "--url", "lonely:x", "--plugin", plugin, "--json"])
  expect(code).toBe(2)
  for (const word of words) expect(stderr).toContain(word)
  expect(JSON.parse(stdout)).toMatchObject({ error: "PluginError", exitCode: 2, plugin })
  expect(stdout + stderr).not.toContain("secret")
  expect(project.files()).toEqual(before)
})

test("sterna plugins lists what there is, and what is broken", async () => {
  using project = new Project(files)
  const args = ["plugins", "--plugin", "./lib/lonely.ts", "--plugin", "./broken.ts"]
  const { code, stdout } = await project.sterna([...args, "--json"])
  expect(code).toBe(2)
  const lines = stdout.trimEnd().split("\n")
  expect(lines.map(problemOf)).toEqual(lines.map(() => undefined))
  const capabilities = { transactionalDdl: false, tableLock: true }
  const listed = lines.map((line): { readonly name?: string; readonly origin: string } => JSON.parse(line))
  expect(listed.find(({ name }) => name === "mysql")).toMatchObject({
    origin: "built-in",
    contract: 1,
    schemes: ["mysql", "mariadb"],
  })
  expect(listed.filter(({ origin }) => origin !== "built-in")).toMatchObject([
    {
      name: "lonely",
      origin: "--plugin",
      plugin: "./lib/lonely.ts",
      path: project.path("lib/lonely.ts"),
      capabilities,
    },
    { origin: "--plugin", plugin: "./broken.ts", problem: expect.stringContaining("could not be loaded") },
  ])
  const shown = await project.sterna(args)
  expect(shown.stdout).toContain(
    `lonely\n  from      ${project.path("lib/lonely.ts")} (--plugin)\n  schemes   lonely:\n`,
  )
  expect(shown.stdout).toContain("broken    Plugin ./broken.ts (--plugin): it could not be loaded")
  expect(shown.stdout + stdout).not.toContain("secret")
  expect((await project.sterna(["plugins"])).code).toBe(0)
})

test("sterna plugin bundle makes one file that needs no node_modules", async () => {
  using project = new Project(files)
  const bundled = await project.sterna(["plugin", "bundle", "./lib/lonely.ts", "--out", "lonely.js", "--json"])
  expect(bundled.code).toBe(0)
  expect(problemOf(bundled.stdout.trimEnd())).toBeUndefined()
  project.remove("node_modules")
  project.remove("lib")
  expect(await project.sterna(["status", "--url", "lonely:x", "--plugin", "./lonely.js"])).toMatchObject(
    unreachable("lonely"),
  )
  const text = project.read("lonely.js")
  expect(text).toContain("a driver of its own")
  expect(text).toContain("from \"effect/Effect\"")
  expect(text).toContain("from \"sterna/dialect\"")
})

test.each<[ReadonlyArray<string>, string]>([
  [["bundle", "./lib/lonely.ts", "--out", "lib/lonely.ts"], "is the plugin itself"],
  [["bundle", "./wrong.ts", "--out", "wrong.js"], "Plugin ./wrong.ts (plugin bundle): it could not be bundled:"],
  [["bundle", "./none.ts", "--out", "none.js"], "there is no file"],
  [["test", "./lib/lonely.ts"], "There is no database to test it on."],
  [
    ["test", "./lib/lonely.ts", "--url", "lonely:x", "--only", "tryLok"],
    "stands in the name of no promise of this dialect. Their names begin with: dialect, ",
  ],
  [["test", "sqlite", "--url", "sqlite:t.db", "--without", "tableLok"], "Did you mean \"tableLock\"?"],
])("sterna plugin %j is refused", async (args, words) => {
  using project = new Project({ ...files, "wrong.ts": "import \"./not-there.ts\"\nexport default 1" })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["plugin", ...args])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain(words)
  expect(project.files()).toEqual(before)
})

test("sterna plugin test says what does not hold, without its secrets", async () => {
  using project = new Project(files)
  const url = "lonely://ada:secret@host/x"
  const args = ["plugin", "test", "./lib/lonely.ts", "--only", "dialect: says"]
  expect((await project.sterna([...args, "--url", url])).code).toBe(0)
  const broken = await project.sterna(["plugin", "test", "./lib/lonely.ts", "--only", "CONNECT:", "--json"], {
    env: { STERNA_TEST_URL: url },
  })
  expect(broken.code).toBe(1)
  const lines = broken.stdout.trimEnd().split("\n")
  expect(lines.map(problemOf)).toEqual(lines.map(() => undefined))
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { promise: "connect: greets", holds: false, problem: expect.stringContaining("lonely is nowhere") },
    { promise: "connect: several at once", holds: false },
    { promise: "connect: unreachable", holds: true },
    { event: "PluginTested", dialect: "lonely", holds: 1, fails: 2 },
  ])
  expect(broken.stdout + broken.stderr).not.toContain("secret")
})

test("a built-in dialect keeps its promises in the executable as well", async () => {
  using project = new Project()
  const { code, stdout } = await project.sterna(["plugin", "test", "sqlite", "--url", "sqlite:t.db", "--only", "run: "])
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/sqlite: (\d) of \1 promises hold/) })
})

test("an executable that a project is baked into carries its plugins", async () => {
  using project = new Project({
    ...files,
    "sterna.config.ts": `export default {
  repos: { main: { url: "lonely:x" }, other: { url: "distant:x", migrations: "migrations" } },
  plugins: [{ from: "./lib/lonely.ts", schemes: ["lonely"] }, "sterna-distant"],
}`,
  })
  const bundled = await project.start(["bundle", "--out", "out/baked"], { env: {} }).ended(120_000)
  expect(bundled).toMatchObject({ code: 0 })
  for (const name of ["lib", "node_modules", "sterna.config.ts", "migrations"]) project.remove(name)
  for (const [repo, name] of [["main", "lonely"], ["other", "distant"]] as const) {
    const child = Bun.spawn([project.path("out/baked"), "status", "-r", repo], {
      cwd: project.folder,
      env: { PATH: process.env["PATH"] },
      stdout: "ignore",
      stderr: "pipe",
    })
    const stderr = await child.stderr.text()
    expect({ code: await child.exited, stderr }).toEqual(unreachable(name))
  }
}, 300_000)

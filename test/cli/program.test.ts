import { expect, test } from "bun:test"
import { problemOf } from "../docs/json-schema.ts"
import { inFolder, sterna } from "./started.ts"

test.each<[string, ReadonlyArray<string>, string]>([
  [
    "an unknown flag",
    ["migrate", "--quite"],
    "Unrecognized flag: --quite in command sterna migrate\n\n  Did you mean this?\n    --quiet\n",
  ],
  [
    "an unknown command",
    ["migrat"],
    "Unknown subcommand \"migrat\" for \"sterna\"\n\n  Did you mean this?\n    migrate\n",
  ],
  [
    "help of an unknown command",
    ["migrat", "--help"],
    "Unknown subcommand \"migrat\" for \"sterna\"\n\n  Did you mean this?\n    migrate\n",
  ],
  [
    "a version that is none",
    ["migrate", "--to", "soon"],
    "Invalid value for flag --to: \"soon\". Expected a version: a number",
  ],
  [
    "a file name for a version",
    ["rollback", "--to-exclusive", "20261121101500_a.ts"],
    "Invalid value for flag --to-exclusive: \"20261121101500_a.ts\". Expected the number alone: 20261121101500",
  ],
  [
    "a negative step",
    ["rollback", "--step", "-1"],
    "Invalid value for flag --step: \"-1\". Expected a number of migrations, 0 or more",
  ],
  [
    "a timeout that is none",
    ["migrate", "--lock-timeout", "soon"],
    "Invalid value for flag --lock-timeout: \"soon\". Expected a time with its unit, like 30s or 500ms",
  ],
  [
    "a timeout without its unit",
    ["status", "--wait", "60"],
    "Invalid value for flag --wait: \"60\". Expected a time with its unit: 60s or 60ms",
  ],
  ["a flag without its value", ["migrate", "--config"], "Missing value for flag --config."],
  ["an argument too many", ["migrate", "everything"], "Unexpected positional argument: \"everything\""],
  ["an argument too few", ["gen"], "Missing required argument: name"],
  ["a missing config", ["migrate", "--config", "none.ts"], "FOLDER/none.ts: There is no such file."],
  [
    "an unknown repo",
    ["status", "--url", "sqlite:x.db", "-r", "main"],
    "--repo: There is no config file, so there is no repo named \"main\"",
  ],
  [
    "offline, without a URL that names the database",
    ["plan", "--offline"],
    "--offline: No URL says for which database the plan is. Say it with --dialect, like --dialect postgres",
  ],
  [
    "prefixes on a database without them",
    ["migrate", "--url", "sqlite:x.db", "--prefixes", "a,b"],
    "Repo default: sqlite has no prefixes (\"a\").",
  ],
  ["no file in a URL", ["migrate", "--url", "sqlite:"], "The SQLite URL names no file."],
  ["an env file that is not there", ["migrate", "--env-file", ".env"], "FOLDER/.env: The file of --env-file does not"],
  ["an unknown scheme", ["migrate", "--url", "orcale:x"], "Repo default: no dialect knows the scheme \"orcale:\"."],
  ["no database", ["status"], "FOLDER: There is no config here, and the environment variable DATABASE_URL is not set."],
])("%s is one error on the standard error, exit 2", (_, args, message) =>
  inFolder({}, async (folder) => {
    const { code, stderr, stdout } = await sterna(args, folder)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toStartWith(`error: ${message.replace("FOLDER", folder)}`)
    expect(stderr.match(/error:/g)).toHaveLength(1)
  }))

test("help that is asked for is a result, help that is not is none", () =>
  inFolder({}, async (folder) => {
    const asked = await sterna(["migrate", "--help"], folder)
    expect({ code: asked.code, stderr: asked.stderr }).toEqual({ code: 0, stderr: "" })
    expect(asked.stdout).toContain("--to VERSION")
    const bare = await sterna([], folder)
    expect({ code: bare.code, stdout: bare.stdout }).toEqual({ code: 2, stdout: "" })
    expect(bare.stderr).toContain("SUBCOMMANDS")
  }))

test.each(["--version", "-v"])("%s prints the version", (flag) =>
  inFolder({}, async (folder) => {
    expect(await sterna([flag], folder)).toEqual({ code: 0, stdout: "sterna 0.1.0\n", stderr: "" })
  }))

test("under --json an error is a line of the results as well", () =>
  inFolder({ "sterna.config.json": "{\"repos\":{}}" }, async (folder) => {
    const { code, stderr, stdout } = await sterna(["migrate", "--json"], folder)
    expect(code).toBe(2)
    expect(stderr).toBe(`error: ${folder}/sterna.config.json: repos: There is no repo in it. Add one.\n`)
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      event: "Error",
      error: "ConfigError",
      exitCode: 2,
      key: "repos",
    })
  }))

test.each([[["migrate", "--quite", "--json"]], [["migrat", "--json"]], [["status", "--wait", "60", "--json"]], [[
  "--json",
]]])(
  "%j: also wrong usage",
  (args) =>
    inFolder({}, async (folder) => {
      const { code, stderr, stdout } = await sterna(args, folder)
      expect(code).toBe(2)
      expect(stderr).toStartWith("error: ")
      expect(stdout.match(/\n/g)).toHaveLength(1)
      expect(problemOf(stdout)).toBeUndefined()
      const { message, ...fields } = JSON.parse(stdout)
      expect(fields).toEqual({ schema: 1, event: "Error", error: "UsageError", exitCode: 2 })
      expect(stderr).toBe(`error: ${message}\n`)
    }),
)

test("under --log-format wrong usage is a record", () =>
  inFolder({}, async (folder) => {
    const { stderr } = await sterna(["migrat", "--log-format", "json"], folder)
    expect(JSON.parse(stderr)).toMatchObject({ level: "ERROR", annotations: { error: "UsageError" } })
  }))

test("a password in a url is never shown", () =>
  inFolder({}, async (folder) => {
    for (const args of [["migrate", "--json"], ["status"], ["migrate", "--log-level", "all"]]) {
      const { code, stderr, stdout } = await sterna([...args, "--url", "orcale://ada:secret@host/b"], folder)
      expect(code).toBe(2)
      expect(stdout + stderr).not.toContain("secret")
    }
  }))

const posts = "-- migrate:up\nCREATE TABLE posts (id INTEGER);\n-- migrate:down\nDROP TABLE posts;\n"

test("of several targets one counts, and a warning says which", () =>
  inFolder({ "migrations/1_posts.sql": posts }, async (folder) => {
    const args = ["--url", "sqlite:blog.db", "--quiet"]
    expect(await sterna(["migrate", ...args, "--to", "1", "--step", "0"], folder)).toEqual({
      code: 0,
      stdout: expect.stringContaining("up    1  posts"),
      stderr: "warning: Of several targets only --to 1 counts; --step 0 is passed over.\n",
    })
    expect((await sterna(["rollback", ...args, "--yes", "--all", "--to-exclusive", "1", "--step", "0"], folder)).stderr)
      .toBe(
        "warning: Of several targets only --all counts; --to-exclusive 1 and --step 0 are passed over.\n",
      )
  }))

test("a target that leaves all of it out is told from being done", () =>
  inFolder({ "migrations/1_posts.sql": posts }, async (folder) => {
    const results = async (...args: ReadonlyArray<string>) =>
      (await sterna([...args, "--url", "sqlite:blog.db"], folder)).stdout
    expect(await results("migrate", "--step", "0")).toBe("Nothing to run: 1 is pending beyond what was asked\n")
    await results("migrate")
    expect(await results("migrate", "--step", "0")).toBe("Migrations already up\n")
    expect(await results("rollback", "--to", "2")).toBe("Nothing to run: 1 is applied beyond what was asked\n")
  }))

test("--data without data migrations is refused by the name of the repo", () =>
  inFolder({ "sterna.config.json": "{\"repos\":{\"main\":{\"url\":\"sqlite:blog.db\"}}}" }, async (folder) => {
    for (const command of ["migrate", "rollback"]) {
      const { code, stderr, stdout } = await sterna([command, "--data"], folder)
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
      expect(stderr).toStartWith(
        `error: ${folder}/sterna.config.json: repos.main.dataMigrations: Repo main has no data migrations: `,
      )
    }
  }))

test.each([
  "migrate",
  "rollback",
  "redo",
  "status",
  "plan",
  "history",
  "baseline",
  "resolve",
  "gen",
  "init",
  "drop",
  "config",
  "doctor",
  "plugins",
  "plugin",
])(
  "the help of %s fits into 80 columns",
  (command) =>
    inFolder({}, async (folder) => {
      const { stdout } = await sterna([command, "--help"], folder)
      expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([])
    }),
)

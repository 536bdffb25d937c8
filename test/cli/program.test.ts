import { expect, test } from "bun:test"
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
    "Invalid value for flag --lock-timeout: \"soon\". Expected a number",
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

test("a password in a url is never shown", () =>
  inFolder({}, async (folder) => {
    for (const args of [["migrate", "--json"], ["status"], ["migrate", "--log-level", "all"]]) {
      const { code, stderr, stdout } = await sterna([...args, "--url", "orcale://ada:secret@host/b"], folder)
      expect(code).toBe(2)
      expect(stdout + stderr).not.toContain("secret")
    }
  }))

import { expect, test } from "bun:test"
import { tables, typescript } from "./history.ts"
import { Project } from "./project.ts"

const failing = { ...tables(10), "migrations/20_bad.sql": "-- migrate:up\nINSERT INTO nowhere VALUES (1);" }

test("--log-format json: each line of the standard error is a record, and results stay text", async () => {
  using project = new Project(failing)
  const { code, stderr, stdout } = await project.sterna(["migrate", "--log-format", "json"])
  expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringMatching(/^up {4}10 {2}m10 .*\n$/) })
  const records = stderr.trimEnd().split("\n").map((line) => JSON.parse(line))
  expect(records.map(({ annotations, level }) => [level, annotations.event])).toEqual([
    ["INFO", "RunStarted"],
    ["INFO", "MigrationStarted"],
    ["INFO", "CommandStarted"],
    ["INFO", "MigrationFinished"],
    ["INFO", "MigrationStarted"],
    ["INFO", "CommandStarted"],
    ["INFO", "MigrationFailed"],
    ["ERROR", "Error"],
  ])
  expect(records.at(-1)).toMatchObject({
    message: expect.stringContaining("Migrating 20 failed"),
    annotations: { repo: "default", version: "20", exitCode: 1 },
  })
})

test("--log-format logfmt: --quiet leaves warnings and errors, --log-level debug shows the statements", async () => {
  using project = new Project(failing)
  const quiet = await project.sterna(["migrate", "--log-format=logfmt", "--quiet"])
  expect(quiet.stderr.trimEnd().split("\n")).toEqual([expect.stringMatching(/^timestamp=\S+ level=ERROR .*version=20/)])
  const debug = await project.sterna(["rollback", "--log-format=logfmt", "--log-level", "debug"])
  expect(debug.stderr).toMatch(/level=DEBUG .*sql="?DROP TABLE/)
})

test("--log-level of what a migration logs itself", async () => {
  const logs = {
    "migrations/10_logs.ts": typescript(
      "*up() { yield* Effect.logInfo(\"counted\", 3); yield* create(table(\"x\")) }, down: [drop(table(\"x\"))]",
      "import * as Effect from \"effect/Effect\"",
    ),
  }
  using project = new Project(logs)
  const said = await project.sterna(["migrate", "--log-format", "json", "--quiet"])
  expect(JSON.parse(said.stderr)).toMatchObject({ level: "INFO", message: ["counted", 3] })
  await project.sterna(["rollback"])
  expect((await project.sterna(["migrate", "--quiet", "--log-level", "error"])).stderr).toBe("")
})

const green = "\u001B[32mup  \u001B[0m"

test("--color always, never, and auto, where there is no terminal", async () => {
  using project = new Project(tables(10))
  const migrated = async (...flags: ReadonlyArray<string>) => {
    await project.sterna(["rollback"])
    return (await project.sterna(["migrate", ...flags], { env: { DATABASE_URL: "sqlite:blog.db", NO_COLOR: "1" } }))
      .stdout
  }
  expect(await migrated("--color", "always")).toStartWith(green)
  expect(await migrated("--color=never")).toStartWith("up    10")
  expect(await migrated()).toStartWith("up    10")
  const wrong = await project.sterna(["migrate", "--stpe", "--color=always"])
  expect(wrong.stderr).toStartWith("\u001B[31merror:")
})

test.each([["--color", "sometimes"], ["--log-format", "xml"], ["--log-level", "loud"]])(
  "%s %s is refused",
  async (flag, value) => {
    using project = new Project(tables(10))
    const { code, stderr } = await project.sterna(["migrate", flag, value])
    expect(code).toBe(2)
    expect(stderr).toContain(value)
    expect(project.applied()).toEqual([])
  },
)

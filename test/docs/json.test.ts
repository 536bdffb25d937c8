import { expect, test } from "bun:test"
import { eventJson } from "../../src/cli/report/event-json.ts"
import { events } from "../cli/report/events.ts"
import { tables, typescript } from "../executable/history.ts"
import { Project, type StartOptions } from "../executable/project.ts"
import { problemOf } from "./json-schema.ts"

test.each(Object.values(events).map((event) => [event._tag, event] as const))("%s is as the page says", (_, event) => {
  expect(problemOf(eventJson(event))).toBeUndefined()
  expect(problemOf(eventJson({ ...event, prefix: "acme" }))).toBeUndefined()
})

test("a field that the page does not have, or has otherwise, is found", () => {
  expect(problemOf(JSON.stringify({ schema: 1, event: "TenantStarted", repo: "main", more: 1 }))).toContain("more")
  expect(problemOf(JSON.stringify({ schema: 1, event: "TenantStarted", repo: 1 }))).toContain("repo")
  expect(problemOf(JSON.stringify({ schema: 2, event: "TenantStarted", repo: "main" }))).toContain("schema")
  expect(problemOf(JSON.stringify({ schema: 1, event: "Nothing" }))).toContain("no section Nothing")
})

/** Runs a command and holds each line of its results to the page. Answers with the events. */
const run = async (project: Project, args: ReadonlyArray<string>, options?: StartOptions) => {
  const { stdout } = await project.sterna([...args, "--json"], options)
  const lines = stdout.trimEnd().split("\n")
  expect(lines.map(problemOf).filter((problem) => problem !== undefined)).toEqual([])
  return lines.map((line): string => JSON.parse(line).event)
}

test("what each command prints is as the page says", async () => {
  using project = new Project(tables(10, 20))
  expect(await run(project, ["create"])).toEqual(["DatabaseCreated"])
  expect(await run(project, ["plan"])).toEqual(["Plan"])
  expect(await run(project, ["migrate", "--dry-run"])).toContain("RunRehearsed")
  expect(await run(project, ["migrate", "--log-migrator-sql"])).toContain("MigratorStatementSent")
  expect(await run(project, ["history"])).toEqual(["History"])
  expect(await run(project, ["redo"])).toContain("RunFinished")
  expect(await run(project, ["migrate"])).toEqual(["NothingToRun"])
  expect(await run(project, ["status", "--check"])).toEqual(["Status"])
  expect(await run(project, ["dump"])).toEqual(["StructureDumped"])
  expect(await run(project, ["rollback", "--all", "--yes"])).toContain("RunFinished")
  expect(await run(project, ["status", "--wait", "100ms"])).toEqual(["StatusWaiting", "Status"])
  expect(await run(project, ["config"])).toEqual(["Settings"])
  expect(await run(project, ["doctor"])).toEqual([...Array.from({ length: 11 }, () => "Check"), "Diagnosis"])
  expect(await run(project, ["drop", "--yes"])).toEqual(["DatabaseDropped"])
  expect(await run(project, ["load"])).toEqual(["StructureLoaded"])
})

test("what is said of a database that was there before is as the page says", async () => {
  using project = new Project(tables(30))
  await run(project, ["create"])
  expect(await run(project, ["baseline", "30"])).toEqual(["Baselined"])
  project.write({ "migrations/30_m30.ts": tables(31)["migrations/31_m31.ts"]! })
  expect(await run(project, ["resolve", "30", "--accept-checksum"])).toEqual(["ChecksumAccepted"])
  project.remove("migrations/30_m30.ts")
  expect(await run(project, ["forget", "30", "--yes"])).toEqual(["Forgotten"])
})

const bad =
  "transaction: false, up: [execute(\"CREATE TABLE x (id int)\"), execute(\"INSERT INTO nowhere VALUES (1)\")]"

test("what fails is as the page says", async () => {
  using project = new Project({ ...tables(10), "migrations/20_bad.ts": typescript(bad) })
  expect(await run(project, ["migrate"])).toContain("Error")
  expect(await run(project, ["status"])).toEqual(["Status"])
  expect(await run(project, ["plan"])).toEqual(["Plan"])
  expect(await run(project, ["migrat"])).toEqual(["Error"])
  expect(await run(project, ["resolve", "20", "--undone"])).toEqual(["Resolved"])
  expect(await run(project, ["resolve", "20", "--undone"])).toEqual(["Error"])
  project.write({ "migrations/10_m10.ts": tables(11)["migrations/11_m11.ts"]! })
  expect(await run(project, ["migrate"])).toEqual(["Error"])
  expect(await run(project, ["migrate", "--prefix", "x"])).toEqual(["Error"])
  expect(await run(project, ["migrate", "--search-path"])).toEqual(["Error"])
  expect(await run(project, ["status"], { env: { DATABASE_URL: "sqlite:no/where.db" } })).toEqual(["Error"])
  expect(await run(project, ["status"], { env: {} })).toEqual(["Error"])
  project.write({ "migrations/10_twice.ts": "" })
  expect(await run(project, ["migrate"])).toEqual(["Error"])
})

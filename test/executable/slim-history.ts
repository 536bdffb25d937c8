import { expect } from "bun:test"
import { executable } from "./executable.ts"
import { sqlFile, tables } from "./history.ts"
import { Project } from "./project.ts"
import { SlimRoot } from "./slim-root.ts"

/** A migration in TypeScript, and one in SQL. */
const slimHistory = {
  ...tables(10),
  "migrations/20_plain.sql": sqlFile("CREATE TABLE plain (id int);", "DROP TABLE plain;"),
}

/** How the migrations come into the root. */
export type Carried = "on disk" | "bundled"

/** A root with the executable and its migrations, beside it or in it. */
export async function slimRootOf(carried: Carried, more: Readonly<Record<string, string>> = {}): Promise<SlimRoot> {
  if (carried === "on disk") return new SlimRoot(executable(), "sterna", { ...slimHistory, ...more })
  using project = new Project(slimHistory)
  const { code, stderr } = await project.sterna(["bundle", "--out", "migrate"], { env: {} })
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  return new SlimRoot(project.path("migrate"), "migrate", more)
}

/** Runs the history up and down in the root, with its status between, and holds what each command says to it. */
export async function expectUpAndDown(root: SlimRoot, url: string): Promise<void> {
  const said: Array<unknown> = []
  for (const line of ["status --check", "migrate", "status --check", "rollback --all --yes", "status --check"]) {
    const { code, stderr, stdout } = await root.run([...line.split(" "), "--quiet"], { DATABASE_URL: url })
    const moved = Array.from(stdout.matchAll(/^(?:up|down) +\d+/gm), ([word]) => word.replace(/ +/, " "))
    said.push([line, code, line.startsWith("status") ? [] : moved, [0, 3].includes(code) ? "" : stderr])
  }
  expect(said).toEqual([
    ["status --check", 3, [], ""],
    ["migrate", 0, ["up 10", "up 20"], ""],
    ["status --check", 0, [], ""],
    ["rollback --all --yes", 0, ["down 20", "down 10"], ""],
    ["status --check", 3, [], ""],
  ])
}

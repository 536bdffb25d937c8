import { expect, test } from "bun:test"
import { tables } from "./history.ts"
import { Project } from "./project.ts"

const full = { shell: "exec > /dev/full" }

test.each([
  "status",
  "status --json",
  "plan --sql",
  "config",
  "plugins",
  "completions bash",
  "--help",
  "migrate --help",
  "--version",
  "gen create_notes",
])("%s fails where its results cannot be written", async (command) => {
  using project = new Project(tables(10))
  const { code, stderr } = await project.sterna(command.split(" "), full)
  expect(code).toBe(1)
  const errors = stderr.split("\n").filter((line) => line.startsWith("error:"))
  expect(errors).toEqual([expect.stringMatching(/results could not be written.* no space is left there \(ENOSPC\)/)])
})

test("a migrate has still migrated, and says so", async () => {
  using project = new Project(tables(10, 20))
  const { code, stderr } = await project.sterna(["migrate"], full)
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("What was done stays done.") })
  expect(project.applied()).toEqual([10, 20])
})

test("it is a record of the log, and what failed by itself keeps its code", async () => {
  using project = new Project(tables(10))
  const { code, stderr } = await project.sterna(["status", "--check", "--quiet", "--log-format", "json"], full)
  expect(code).toBe(3)
  const records = stderr.trimEnd().split("\n").map((line) => JSON.parse(line))
  expect(records.at(-1)).toMatchObject({ level: "ERROR", annotations: { error: "ResultsLost", code: "ENOSPC" } })
})

test("behind what was lost nothing is written: there is no gap", async () => {
  using project = new Project(tables(10))
  // A block of 512 bytes: the limit is in the middle of the help.
  const { code, stdout } = await project.sterna(["--help"], { shell: "ulimit -f 1; exec > help.txt" })
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
  const whole = (await project.sterna(["--help"])).stdout
  expect(whole).toStartWith(project.read("help.txt"))
  expect(whole.length).toBeGreaterThan(project.read("help.txt").length)
})

test("a reader that has seen enough loses nothing", async () => {
  using project = new Project(tables(10))
  const { code, stderr } = await project.sterna(["status", "--json"], {
    // The reader is gone before anything is written.
    shell: "mkfifo pipe; { exec 3< pipe; } & exec > pipe; wait",
  })
  expect({ code, stderr: stderr.replace(/^warning: .*\n/, "") }).toEqual({ code: 0, stderr: "" })
})

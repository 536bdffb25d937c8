import { expect, test } from "bun:test"
import { sqlFile } from "./history.ts"
import { Project } from "./project.ts"

const megabyte = 1_000_000

// What a process used at most, by the kernel's account of its own image: that of wait4 may hold the parent's (proc_pid_status(5)).
const spy = `process.on("exit", () =>
  console.error("PEAK " + /VmHWM:\\s+(\\d+) kB/.exec(require("node:fs").readFileSync("/proc/self/status", "utf8"))?.[1]))`

test("a SQL file of 6 MB is not held token by token", async () => {
  const row = "INSERT INTO big (id, note) VALUES (1, 'it''s a note of some length, as a dump of rows has them');\n"
  const rows = row.repeat(Math.ceil(6 * megabyte / row.length))
  using project = new Project({
    "migrations/10_big.sql": sqlFile(`CREATE TABLE big (id integer, note text);\n${rows}`),
    "spy.cjs": spy,
  })
  const env = { DATABASE_URL: "sqlite:blog.db", BUN_OPTIONS: `--preload=${project.path("spy.cjs")}` }
  const { code, stderr } = await project.sterna(["migrate", "--quiet"], { env })
  expect(code).toBe(0)
  // Its tokens would take 600 MB more.
  const peak = 1024 * Number(/^PEAK (\d+)$/m.exec(stderr)?.[1])
  expect(peak).toBeGreaterThan(0)
  expect(peak).toBeLessThan(400 * megabyte)
})

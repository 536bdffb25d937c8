import { expect, test } from "bun:test"
import { executable } from "./executable.ts"
import { sqlFile } from "./history.ts"
import { Project } from "./project.ts"

const megabyte = 1_000_000

test("a SQL file of 6 MB is not held token by token", () => {
  const row = "INSERT INTO big (id, note) VALUES (1, 'it''s a note of some length, as a dump of rows has them');\n"
  const rows = row.repeat(Math.ceil(6 * megabyte / row.length))
  using project = new Project({
    "migrations/10_big.sql": sqlFile(`CREATE TABLE big (id integer, note text);\n${rows}`),
  })
  const { exitCode, resourceUsage } = Bun.spawnSync([executable(), "migrate", "--url", "sqlite:blog.db"], {
    cwd: project.folder,
    env: { PATH: process.env["PATH"] },
  })
  expect(exitCode).toBe(0)
  // Its tokens would take 600 MB more.
  expect(resourceUsage.maxRSS).toBeLessThan(400 * megabyte)
})

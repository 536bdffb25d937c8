import { expect, test } from "bun:test"
import { config, creating, sqlFile, tables } from "./history.ts"
import { Project } from "./project.ts"

const times = (text: string) =>
  text.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "TIME").replaceAll(/\b[0-9a-f]{12}\b/g, "SHA").replaceAll(
    /\d+ ms/g,
    "N ms",
  )

test("when, in how much time, by which Sterna, of which file; in the order in which it was applied", async () => {
  using project = new Project({
    ...tables(10, 20),
    ...config("dataMigrations: \"data\""),
    "data/5_fill.sql": sqlFile("SELECT 1;"),
  })
  await project.sterna(["create"])
  expect((await project.sterna(["history"])).stdout).toBe("\nRepo: main\n\n  Nothing is applied\n\n")
  await project.sterna(["migrate"])
  await project.sterna(["migrate", "--data"])
  project.query("UPDATE schema_migrations SET inserted_at = '2999-01-01T00:00:00' WHERE version = 5")
  project.query("UPDATE schema_migrations SET inserted_at = '2026-01-01T00:00:00' WHERE version = 20")
  project.query("INSERT INTO schema_migrations (version, inserted_at) VALUES (30, '2026-01-02T00:00:00')")
  project.write({ "migrations/10_m10.ts": creating("other") })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["history"])
  expect({ code, stderr, stdout: times(stdout) }).toEqual({
    code: 0,
    stderr: "",
    stdout: `
Repo: main

  20              m20
                  TIME UTC  N ms  sterna 0.1.0  SHA
  30              ** FILE NOT FOUND **
                  TIME UTC
  10              m10  ** FILE CHANGED **
                  TIME UTC  N ms  sterna 0.1.0  SHA
  5               fill  (data)
                  TIME UTC  N ms  sterna 0.1.0  SHA

`,
  })
  expect(stdout.split("\n").every((line) => line.length <= 80)).toBe(true)
  expect(JSON.parse((await project.sterna(["history", "--json"])).stdout)).toMatchObject({
    event: "History",
    migrations: [
      { version: "20", changed: false, sternaVersion: "0.1.0", checksum: expect.stringMatching(/^1:[0-9a-f]{64}:/) },
      { version: "30" },
      { version: "10", changed: true },
      { version: "5", tag: "data", path: project.path("data/5_fill.sql") },
    ],
  })
  expect(project.files()).toEqual(before)
})

test("a table of an older Sterna gets the column with its next migration, and its rows stay as they are", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  project.query("ALTER TABLE schema_migrations DROP COLUMN sterna_version")
  expect((await project.sterna(["history"])).stdout).not.toContain("sterna 0")
  project.write(tables(20))
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT sterna_version FROM schema_migrations ORDER BY version"))
    .toEqual([{ sterna_version: null }, { sterna_version: "0.1.0" }])
})

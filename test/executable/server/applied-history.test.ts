import { expect, test } from "bun:test"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { creating, tables } from "../history.ts"
import { Project } from "../project.ts"

test("a baseline, the history after it, and a file that is accepted as it is now", async () => {
  await using database = await observe()
  using project = new Project(tables(10, 20, 30))
  const at = { env: { DATABASE_URL: database.url } }
  await database.ask("CREATE TABLE t10 (); CREATE TABLE t20 ()")
  const codes = await Promise.all([1, 2, 3].map(async () => (await project.sterna(["baseline", "20"], at)).code))
  expect(codes.toSorted((one, other) => one - other)).toEqual([0, 6, 6])
  expect((await project.sterna(["migrate", "--quiet"], at)).stdout).toMatch(/^up +30 /)
  const { migrations } = JSON.parse((await project.sterna(["history", "--json"], at)).stdout)
  expect(migrations).toMatchObject([
    { version: "10", sternaVersion: "0.1.0" },
    { version: "20" },
    { version: "30", durationMs: expect.any(Number), insertedAt: expect.stringMatching(/^\d{4}-\d\d-\d\d[T ]\d\d:/) },
  ])
  expect(migrations[0]).not.toHaveProperty("durationMs")
  project.write({ "migrations/30_m30.ts": creating("other") })
  expect((await project.sterna(["plan"], at)).code).toBe(6)
  expect((await project.sterna(["resolve", "30", "--accept-checksum"], at)).code).toBe(0)
  expect((await project.sterna(["plan"], at)).code).toBe(0)
})

test("the history of a table that Ecto made", async () => {
  await using database = await observe()
  using project = new Project(tables(10))
  await database.ask("CREATE TABLE schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0))")
  await database.ask("INSERT INTO schema_migrations VALUES (10, '2020-02-03 04:05:06')")
  const { stdout } = await project.sterna(["history"], { env: { DATABASE_URL: database.url } })
  expect(stdout).toBe("\nRepo: default\n\n  10              m10\n                  2020-02-03 04:05:06 UTC\n\n")
})

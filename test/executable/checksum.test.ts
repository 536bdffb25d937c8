import { expect, test } from "bun:test"
import { sqlFile, tables, typescript } from "./history.ts"
import { Project } from "./project.ts"

const body = `change: [create(table("posts"), [add("title", "string", { default: "a  b" })])]`
const file = "migrations/10_posts.ts"
const checksum = expect.stringMatching(/^1:[0-9a-f]{64}:[0-9a-f]{64}$/)

test.each([
  ["a comment", typescript(body).replace("export", "// Posts of the blog.\nexport")],
  ["other line ends", typescript(body).replaceAll("\n", "\r\n")],
  ["other spaces", typescript(body).replaceAll(", [", ",\n    [").replace("{ change", "{\n  change")],
])("a file that differs by %s is the same", async (_, text) => {
  using project = new Project({ [file]: typescript(body) })
  await project.sterna(["migrate"])
  project.write({ [file]: text, ...tables(20) })
  expect(await project.sterna(["migrate"])).toMatchObject({ code: 0, stdout: expect.stringContaining("m20") })
})

test.each([
  ["in what it does", typescript(body.replace("title", "name"))],
  ["in a string", typescript(body.replace("a  b", "a b"))],
])("a file that differs %s is refused, under --json with both checksums", async (_, text) => {
  using project = new Project({ [file]: typescript(body), ...tables(20) })
  await project.sterna(["migrate"])
  project.write({ [file]: text, ...tables(30) })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["migrate"])
  expect({ code, stdout }).toEqual({ code: 6, stdout: "" })
  expect(stderr).toContain(project.path(file))
  expect(stderr.replaceAll(/\b[0-9a-f]{12}\b/g, "SHA")).toBe(`error: 10 posts was changed after being applied.
  repo      default
  file      ${project.path(file)}
  checksum  SHA when it was applied, now SHA

  Bring the old file back and write what is new as a migration of its own, or go on with the file as it is now: --accept-changed.
  To record it as it is: sterna resolve 10 --accept-checksum.
  Nothing was run.
`)
  expect(JSON.parse((await project.sterna(["migrate", "--json"])).stdout)).toMatchObject({
    reason: "changed file",
    changed: [{ path: project.path(file), recorded: checksum, current: checksum }],
  })
  expect(project.files()).toEqual(before)
  // What is to be rolled back has to be what was applied; what is not concerned does not matter.
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect((await project.sterna(["rollback"])).code).toBe(6)
  expect(project.applied()).toEqual([10])
})

test("a SQL file: comments and spaces do not count, words and strings do", async () => {
  const sql = sqlFile("CREATE TABLE notes (text TEXT DEFAULT 'a  b');", "DROP TABLE notes;")
  using project = new Project({ "migrations/10_notes.sql": sql })
  await project.sterna(["migrate"])
  project.write({ "migrations/10_notes.sql": sql.replace("CREATE TABLE", "-- Notes.\n  CREATE\n  TABLE") })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  project.write({ "migrations/10_notes.sql": sql.replace("a  b", "a b") })
  expect((await project.sterna(["migrate"])).code).toBe(6)
})

test("the identity of a migration is its version, not the name or the ending of its file", async () => {
  using project = new Project({ [file]: typescript(body) })
  await project.sterna(["migrate"])
  project.remove(file)
  project.write({ "migrations/below/0010_renamed.js": typescript(body) })
  expect(await project.sterna(["migrate"])).toMatchObject({ code: 0, stdout: "Migrations already up\n" })
})

test("a row without a checksum never differs", async () => {
  using project = new Project({ [file]: typescript(body) })
  await project.sterna(["migrate"])
  project.query("UPDATE schema_migrations SET checksum = NULL")
  project.write({ [file]: typescript(body.replace("title", "name")) })
  expect((await project.sterna(["migrate"])).code).toBe(0)
})

test("--accept-changed goes on with the file as it is", async () => {
  using project = new Project({ [file]: typescript(body) })
  await project.sterna(["migrate"])
  project.write({ [file]: typescript(body.replace("title", "name")), ...tables(20) })
  expect(await project.sterna(["migrate", "--accept-changed"]))
    .toMatchObject({ code: 0, stdout: expect.stringContaining("m20") })
})

test("a rollback that was refused for want of a way back is done with the corrected file", async () => {
  const up = "up: [create(table(\"posts\"))]"
  using project = new Project({ [file]: typescript(up) })
  await project.sterna(["migrate"])
  expect((await project.sterna(["rollback"])).code).toBe(2)
  project.write({ [file]: typescript(`${up}, down: [drop(table("posts"))]`) })
  expect((await project.sterna(["rollback"])).code).toBe(6)
  expect((await project.sterna(["rollback", "--accept-changed"])).code).toBe(0)
  expect(project.applied()).toEqual([])
  expect(project.tables()).toEqual([])
})

test("status --check says that a file was changed, with exit code 6", async () => {
  using project = new Project({ [file]: typescript(body) })
  await project.sterna(["migrate"])
  expect(await project.sterna(["status", "--check"])).toMatchObject({ code: 0, stderr: "" })
  project.write({ [file]: typescript(body.replace("title", "name")) })
  expect(await project.sterna(["status", "--check"])).toMatchObject({
    code: 6,
    stderr: `warning: default: 10 posts was changed after it was applied: ${project.path(file)}\n`,
  })
})

test("resolve --accept-checksum records the file as it is now, and nothing else", async () => {
  using project = new Project({ [file]: typescript(body), ...tables(20) })
  await project.sterna(["migrate"])
  const before = project.query("SELECT version, inserted_at, name, duration_ms FROM schema_migrations")
  for (const version of ["10", "30"]) {
    const { code, stderr } = await project.sterna(["resolve", version, "--accept-checksum"])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/there is nothing to accept|30 is not applied/),
    })
  }
  expect((await project.sterna(["resolve", "10", "--accept-checksum", "--undone"])).code).toBe(2)
  project.write({ [file]: typescript(body.replace("title", "name")) })
  expect((await project.sterna(["migrate"])).code).toBe(6)
  expect(await project.sterna(["resolve", "10", "--accept-checksum"]))
    .toEqual({ code: 0, stdout: "10 posts: the file is recorded as it is now\n", stderr: "" })
  expect(await project.sterna(["migrate"])).toMatchObject({ code: 0, stdout: "Migrations already up\n" })
  expect(project.query("SELECT version, inserted_at, name, duration_ms FROM schema_migrations")).toEqual(before)
  project.write({ [file]: typescript(body.replace("title", "subject")) })
  expect(JSON.parse((await project.sterna(["resolve", "10", "--accept-checksum", "--json"])).stdout))
    .toEqual({
      schema: 1,
      event: "ChecksumAccepted",
      repo: "default",
      version: "10",
      name: "posts",
      recorded: checksum,
      current: checksum,
    })
  project.remove(file)
  expect(await project.sterna(["resolve", "10", "--accept-checksum"]))
    .toMatchObject({ code: 2, stderr: expect.stringContaining("there is no file of 10") })
})

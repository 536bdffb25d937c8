import { expect, test } from "bun:test"
import { tables } from "./history.ts"
import { Project } from "./project.ts"

test.each(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])(
  "an empty migration is written, named after the time in UTC, and runs: in %s",
  async (TZ) => {
    using project = new Project()
    const env = { DATABASE_URL: "sqlite:blog.db", TZ }
    const since = Math.floor(Date.now() / 1000)
    const { code, stderr, stdout } = await project.sterna(["gen", "create_posts"], { env })
    const until = Math.ceil(Date.now() / 1000)
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    const [path, version = ""] = /migrations\/(\d{14})_create_posts\.ts$/.exec(stdout.trimEnd()) ?? []
    expect(path).toBeDefined()
    const time = Date.parse(version.replace(/(....)(..)(..)(..)(..)(..)/, "$1-$2-$3T$4:$5:$6Z")) / 1000
    expect(time).toBeWithin(since, until + 1)
    expect((await project.sterna(["migrate"], { env })).code).toBe(0)
    expect(project.applied()).toEqual([Number(version)])
    const [row] = project.query("SELECT unixepoch(inserted_at) AS time FROM schema_migrations")
    expect(row?.["time"]).toBeWithin(since, Math.ceil(Date.now() / 1000) + 1)
    expect((await project.sterna(["rollback"], { env })).code).toBe(0)
  },
)

test("--sql writes a file that runs", async () => {
  using project = new Project()
  const { stdout } = await project.sterna(["gen", "create_posts", "--sql"])
  expect(stdout.trimEnd()).toMatch(/_create_posts\.sql$/)
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect((await project.sterna(["rollback"])).code).toBe(0)
})

test("a camel-cased name is underscored", async () => {
  using project = new Project()
  expect((await project.sterna(["gen", "AddPosts"])).stdout).toMatch(/_add_posts\.ts\n$/)
})

test("a taken name is refused", async () => {
  using project = new Project({ "migrations/deep/10_posts.sql": "-- migrate:up" })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["gen", "posts"])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain("10_posts.sql")
  expect(project.files()).toEqual(before)
})

test.each(["../evil", "a b", "1_posts", "posts.ts", ""])("the name %j is refused", async (name) => {
  using project = new Project(tables(10))
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["gen", name])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).not.toBe("")
  expect(project.files()).toEqual(before)
})

test("two in one second get two versions", async () => {
  using project = new Project()
  for (const name of ["one", "two", "three"]) expect((await project.sterna(["gen", name])).code).toBe(0)
  // Two files of one version would be no history.
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toHaveLength(3)
})

test("gen needs no database and no URL", async () => {
  using project = new Project()
  expect((await project.sterna(["gen", "posts"], { env: {} })).code).toBe(0)
})

import { expect, test } from "bun:test"
import { tables } from "./history.ts"
import { Project } from "./project.ts"

test("an empty migration is written, named after the time in UTC, and runs", async () => {
  using project = new Project()
  const { code, stderr, stdout } = await project.sterna(["gen", "create_posts"])
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  const path = stdout.trimEnd()
  expect(path).toMatch(/migrations\/\d{14}_create_posts\.ts$/)
  const [, version = ""] = /(\d{14})_/.exec(path) ?? []
  const [year, month, day, hour, minute, second] = /(....)(..)(..)(..)(..)(..)/.exec(version)!.slice(1)
  expect(new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`).getTime()).toBeGreaterThan(Date.UTC(2025, 0))
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toEqual([Number(version)])
  expect((await project.sterna(["rollback"])).code).toBe(0)
})

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

test("two at once get two versions", async () => {
  using project = new Project()
  const [one, other] = await Promise.all([project.sterna(["gen", "one"]), project.sterna(["gen", "other"])])
  expect([one.code, other.code]).toEqual([0, 0])
  // Two files of one version would be no history.
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toHaveLength(2)
})

test("gen needs no database and no URL", async () => {
  using project = new Project()
  expect((await project.sterna(["gen", "posts"], { env: {} })).code).toBe(0)
})

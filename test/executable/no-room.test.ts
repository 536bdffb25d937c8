import { expect, test } from "bun:test"
import { tables } from "./history.ts"
import { Project } from "./project.ts"

/** A block of 512 bytes for each file: what a full disk is to a process, without a disk of one's own. */
const nearlyFull = { shell: "ulimit -f 1" }
const full = { shell: "ulimit -f 0" }

test("dump names the limit, not rights, and leaves the old file and nothing else", async () => {
  using project = new Project(tables(...Array.from({ length: 40 }, (_, index) => index + 10)))
  await project.sterna(["migrate", "--step", "1"])
  await project.sterna(["dump"])
  const before = project.files()["structure.sql"]
  await project.sterna(["migrate", "--quiet"])
  const { code, stderr } = await project.sterna(["dump"], nearlyFull)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("(EFBIG)") })
  expect(stderr).toContain("ulimit -f")
  expect(stderr).not.toContain("rights")
  expect(project.files()["structure.sql"]).toBe(before)
  expect(Object.keys(project.files()).filter((name) => name.includes(".tmp"))).toEqual([])
})

test("the lock needs no room, and what cannot be written names limits, not rights", async () => {
  using project = new Project(tables(10, 20))
  await project.sterna(["migrate", "--step", "1"])
  const { code, stderr } = await project.sterna(["migrate"], full)
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/20 m20 failed[^]*limit/) })
  expect(stderr).not.toContain("right to write")
  expect(project.applied()).toEqual([10])
})

test("gen leaves no empty migration behind", async () => {
  using project = new Project(tables(10))
  const before = project.files()
  const { code, stderr } = await project.sterna(["gen", "create_notes"], full)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("(EFBIG)") })
  expect(project.files()).toEqual(before)
})

test("init goes on where it had no room", async () => {
  using project = new Project()
  expect((await project.sterna(["init"], full)).code).toBe(2)
  expect((await project.sterna(["init"])).code).toBe(0)
  expect(project.read("sterna.d.ts")).not.toBe("")
})

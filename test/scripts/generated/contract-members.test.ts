import { expect, test } from "bun:test"
import { contractMembers, contractMembersModule, membersOf } from "../../../scripts/generated/contract-members.ts"

test("every export of sterna/dialect, and every member, says what it is", async () => {
  const members = await contractMembers()
  expect(members.map(({ name }) => name)).toContain("Dialect.connect")
  expect(members.length).toBeGreaterThan(300)
  expect(members.filter(({ text }) => text === "").map(({ name, place }) => `${place} ${name}`)).toEqual([])
})

test("what errors say of members is as the docstrings have it", async () => {
  expect(await Bun.file("src/dialect/contract-members.generated.ts").text()).toBe(await contractMembersModule())
})

test("a docstring belongs to what follows it at once", () => {
  const text = `/** A thing. */
export interface Thing extends Base {
  /** Its name. */
  readonly name: string
  readonly size?: number
}

/** What it is based on. */
export interface Base {
  /**
   * Of two
   * lines.
   */
  readonly two: string
}

export const other = 1
`
  expect(membersOf(text, new Set(["Thing", "other"]))).toEqual([
    { name: "Thing", line: 2, text: "A thing." },
    { name: "Thing.name", line: 4, text: "Its name." },
    { name: "Thing.size", line: 5, text: "" },
    { name: "Base", line: 9, text: "What it is based on." },
    { name: "Base.two", line: 14, text: "Of two lines." },
    { name: "other", line: 17, text: "" },
  ])
})

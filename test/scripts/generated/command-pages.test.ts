import { Glob } from "bun"
import { expect, test } from "bun:test"
import { commandPages } from "../../../scripts/generated/command-pages.ts"

const pages = await commandPages()

test("there is a page for each command, and no other", () => {
  expect([...new Glob("*").scanSync("docs/commands")].toSorted()).toEqual([...pages.keys()].toSorted())
})

test.each([...pages.keys()])("%s is as --help says", async (name) => {
  expect(await Bun.file(`docs/commands/${name}`).text()).toBe(pages.get(name) ?? "")
})

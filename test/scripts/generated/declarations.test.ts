import { expect, test } from "bun:test"
import { declarations } from "../../../scripts/generated/declarations.ts"

test("the declarations that the executable carries are those of the door", async () => {
  const carried = await Bun.file("src/cli/declarations.generated.txt").text()
  expect(await declarations()).toBe(carried)
})

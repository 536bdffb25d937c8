import { expect, test } from "bun:test"
import { targets } from "../../../scripts/executable/target.ts"
import { bundleTargets } from "../../../src/cli/bundle/targets.ts"

test("a bundle can be for each machine of a release", () => {
  expect(Object.keys(targets)).toEqual([...bundleTargets])
})

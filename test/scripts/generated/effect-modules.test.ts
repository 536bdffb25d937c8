import { expect, test } from "bun:test"
import { effectModules } from "../../../src/effect-modules.generated.ts"

const names = Object.keys(effectModules)

test.each(["effect", "effect/Effect", "effect/Schema", "effect/cli", "effect/cli/Command", "effect/testing/TestClock"])(
  "%s is served",
  (name) => {
    expect(names).toContain(name)
  },
)

test("nothing private is served", () => {
  expect(names.filter((name) => /\/(internal|index|package\.json)\b/.test(name))).toEqual([])
})

test("each name loads the module that an import of it does", async () => {
  expect(await effectModules["effect/Effect"]?.()).toBe(await import("effect/Effect"))
  expect(await effectModules["effect/cli/Command"]?.()).toBe(await import("effect/cli/Command"))
})

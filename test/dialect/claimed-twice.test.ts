import { expect, test } from "bun:test"
import { type Claim, claimedTwice } from "../../src/dialect/claimed-twice.ts"

const carried = [{ name: "sqlite", schemes: ["sqlite"] }]

const claim = (from: string, name: string | undefined, ...schemes: ReadonlyArray<string>): Claim => ({
  source: { from, directory: "/", schemes: undefined, origin: "--plugin" },
  schemes,
  ...name === undefined ? {} : { name },
})

test.each<[string, ReadonlyArray<Claim>, string | undefined]>([
  ["two beside each other", [claim("a", "a", "a"), claim("b", "b", "b", "c")], undefined],
  ["one that says a scheme twice", [claim("a", "a", "a", "a")], undefined],
  [
    "a scheme of a built-in dialect",
    [claim("./a.ts", "a", "a", "sqlite")],
    "Plugin ./a.ts (--plugin): its scheme \"sqlite:\" is claimed by the built-in dialect sqlite as well.",
  ],
  [
    "a name of a built-in dialect",
    [claim("./a.ts", "sqlite", "a")],
    "its name \"sqlite\" is that of the built-in dialect",
  ],
  [
    "a scheme of another plugin",
    [claim("a", "a", "x"), claim("b", undefined, "x")],
    "claimed by the plugin a as well.",
  ],
  ["a name of another plugin", [claim("a", "x", "a"), claim("b", "x", "b")], "its name \"x\" is that of the plugin a."],
])("%s", (_, claims, problem) => {
  const found = claimedTwice(carried, claims)?.message
  if (problem === undefined) expect(found).toBeUndefined()
  else expect(found).toContain(problem)
})

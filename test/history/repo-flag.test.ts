import { expect, test } from "bun:test"
import { forgetHint } from "../../src/history/forget-hint.ts"
import { repoFlag } from "../../src/history/repo-flag.ts"

test("a repo is named where it has a name", () => {
  expect(repoFlag("main")).toBe(" -r main")
  expect(repoFlag("default")).toBe("")
  expect(forgetHint("main", [10n, 20n])).toBe("sterna forget 10 20 -r main")
})

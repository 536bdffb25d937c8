import { Glob } from "bun"
import { expect, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { version } from "../../package.json" with { type: "json" }
import { brokenLinks } from "./links.ts"

const papers = ["README.md", "docs/CHANGELOG.md", "docs/CONTRIBUTING.md", "docs/SECURITY.md"]

test.each(papers)("the links of %s lead somewhere", (paper) => {
  expect(brokenLinks(paper)).toEqual([])
})

/** A path with a star is there when one such file is; what stands in capitals is the reader's to name. */
const isThere = (path: string): boolean => {
  const pattern = path.replaceAll(/\b[A-Z]{3,}\b/g, "*")
  return pattern.includes("*")
    ? [...new Glob(pattern).scanSync({ cwd: ".", onlyFiles: false })].length > 0
    : existsSync(pattern)
}

test("the files that CONTRIBUTING names are there", () => {
  const text = readFileSync("docs/CONTRIBUTING.md", "utf8").replace(/^```[^]*?^```$/gm, "")
  const paths = Array.from(
    text.matchAll(/`((?:src|plugins|test|scripts|docs|migrations)\/[^\s`]*)`/g),
    ([, path = ""]) => path,
  )
  expect(paths.length).toBeGreaterThan(20)
  expect(paths.filter((path) => !isThere(path))).toEqual([])
})

test("the newest entry of CHANGELOG is what package.json says", () => {
  const [, newest] = /^## (\S+)/m.exec(readFileSync("docs/CHANGELOG.md", "utf8")) ?? []
  expect(newest).toBe(version)
})

import { expect, test } from "bun:test"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseJunit } from "../../../scripts/checks/junit.ts"

const source = `
import { describe, expect, test } from "bun:test"
describe("outer <&> block", () => {
  test("passes", () => {})
  test("fails with </testcase> in its message", () => expect("<testcase name='x'/>").toBe("</testcase>"))
  describe("inner", () => test("passes, too", () => {}))
  test.skip("is skipped", () => {})
  test.todo("is to be written")
})
`

test("the report of a real run is read test by test", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sterna-junit-"))
  try {
    await Bun.write(join(folder, "a.test.ts"), source)
    const report = join(folder, "report.xml")
    const command = ["bun", "test", "--reporter=junit", `--reporter-outfile=${report}`, "./a.test.ts"]
    const child = Bun.spawn(command, { cwd: folder, stdout: "ignore", stderr: "ignore" })
    expect(await child.exited).toBe(1)

    const cases = parseJunit(await Bun.file(report).text())
    expect(cases.map(({ file, name, outcome }) => [file, name, outcome])).toEqual([
      ["a.test.ts", "outer <&> block > passes", "passed"],
      ["a.test.ts", "outer <&> block > fails with </testcase> in its message", "failed"],
      ["a.test.ts", "inner > outer <&> block > passes, too", "passed"],
      ["a.test.ts", "outer <&> block > is skipped", "skipped"],
      ["a.test.ts", "outer <&> block > is to be written", "skipped"],
    ])
    expect(cases.every(({ seconds }) => seconds >= 0)).toBe(true)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test("a report without tests holds none", () => {
  expect(parseJunit("<testsuites name=\"bun test\" tests=\"0\"></testsuites>")).toEqual([])
})

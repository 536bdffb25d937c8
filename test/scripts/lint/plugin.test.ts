import { afterAll, beforeAll, expect, test } from "bun:test"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

const files: Readonly<Record<string, string>> = {
  "src/run/declared.ts": `import { status } from "../cli/status.ts"\nstatus()\n`,
  "src/run/typed.ts": `import type { Status } from "../cli/status.ts"\nexport const of = (status: Status) => status\n`,
  "src/run/loaded.ts": `export const load = () => import("../cli/status.ts")\n`,
  "src/run/reexported.ts": `export { status } from "../cli/status.ts"\n`,
  "src/run/everything.ts": `export * from "../cli/status.ts"\n`,
  "src/run/inline.ts": `export const of = (status: import("../cli/status.ts").Status) => status\n`,
  "src/run/allowed.ts":
    `import * as Effect from "effect/Effect"\nimport { plan } from "../history/plan.ts"\nEffect.succeed(plan)\n`,
  "src/run/barrel.ts": `import { Effect } from "effect"\nEffect.void\n`,
  "test/run/declared.test.ts": `import { status } from "../../src/cli/status.ts"\nstatus()\n`,
}

let folder: string
let reported: ReadonlyArray<string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sterna-lint-"))
  for (const [path, text] of Object.entries(files)) await Bun.write(join(folder, path), text)
  await Bun.write(
    join(folder, ".oxlintrc.json"),
    JSON.stringify({
      jsPlugins: [resolve("scripts/lint/plugin.ts")],
      rules: { "sterna/import-arrows": "error", "sterna/effect-barrels": "error" },
    }),
  )
  const command = ["bun", "--bun", resolve("node_modules/.bin/oxlint"), "--format=unix"]
  const child = Bun.spawn(command, { cwd: folder, stdout: "pipe", stderr: "inherit" })
  reported = (await child.stdout.text()).split("\n").filter((line) => line.includes("sterna("))
  expect(await child.exited).toBe(1)
})

afterAll(() => rm(folder, { recursive: true }))

test.each(["declared", "typed", "loaded", "reexported", "everything", "inline"])(
  "oxlint reports the arrow that src/run/%s.ts breaks",
  (name) => {
    const lines = reported.filter((line) => line.startsWith(`src/run/${name}.ts:`))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain("run must not import cli: run may import history, events, dialect, migration.")
  },
)

test("oxlint reports an import of effect as a whole", () => {
  expect(reported.filter((line) => line.includes("sterna(effect-barrels)"))).toEqual([
    expect.stringContaining("src/run/barrel.ts:1:24: \"effect\" re-exports many modules"),
  ])
})

test("oxlint reports nothing else", () => {
  expect(reported.filter((line) => /allowed\.ts|declared\.test\.ts/.test(line))).toEqual([])
})

import { expect, test } from "bun:test"
import { mkdtemp, rm, symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

const source = `import * as Effect from "effect/Effect"

export const floats = Effect.gen(function*() {
  Effect.log("never runs")
})

export const fails = Effect.gen(function*() {
  yield* Effect.fail("no return")
})

export const catches = Effect.tryPromise({ try: () => Promise.resolve(1), catch: (cause) => cause })
`

test("tsc reports an Effect that nobody runs, and exits with it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sterna-types-"))
  try {
    await symlink(resolve("node_modules"), join(folder, "node_modules"))
    await Bun.write(join(folder, "src/floating.ts"), source)
    const project = { extends: resolve("tsconfig.json"), include: ["src"], compilerOptions: { types: [] } }
    await Bun.write(join(folder, "tsconfig.json"), JSON.stringify(project))
    const child = Bun.spawn(["bun", "--bun", resolve("node_modules/.bin/tsc"), "--project", "."], {
      cwd: folder,
      stdout: "pipe",
      stderr: "inherit",
    })
    const output = await child.stdout.text()
    expect(output).toContain("src/floating.ts(4,3): error")
    expect(output).toContain("effect(floatingEffect)")
    expect(output).toContain("effect(missingReturnYieldStar)")
    expect(output).toContain("effect(unknownInEffectCatch)")
    expect(await child.exited).not.toBe(0)
  } finally {
    await rm(folder, { recursive: true })
  }
})

import { expect, test } from "bun:test"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { probeProgram } from "../../../scripts/executable/probe-program.ts"

/** The source files that a process reads which loads these entries, and what they import before they run. */
async function loadedBy(entries: ReadonlyArray<string>): Promise<ReadonlyArray<string>> {
  const folder = await mkdtemp(join(tmpdir(), "sterna-probe-"))
  try {
    const { metafile } = await probeProgram(folder)
    const outputs = Object.entries(metafile?.outputs ?? {})
    const chunks = new Set(outputs.filter(([, { entryPoint }]) => entries.some((entry) => entryPoint?.endsWith(entry))))
    expect(chunks.size).toBe(entries.length)
    for (const [, { imports }] of chunks) {
      const before = new Set(imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path))
      for (const chunk of outputs) if (before.has(chunk[0])) chunks.add(chunk)
    }
    return [...chunks].flatMap(([, { inputs }]) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => bytesInOutput > 0 ? [path] : [])
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

test.each(["sqlite", "postgres", "mysql"])(
  "on its way status loads no language, no compiler, no help and no exporter: %s",
  async (dialect) => {
    const loaded = await loadedBy(["src/probe.ts", "src/cli/status.ts", `plugins/${dialect}/dialect.ts`])
    expect(loaded).toContain("src/run/status.ts")
    expect(loaded).toContain(`plugins/${dialect}/connection.ts`)
    expect(
      loaded.filter((path) =>
        /^src\/migration\/(?:migration|command|column|decode|reverse|resolve.*)\.ts$/.test(path)
        || /^src\/dialect\/toolkit\/(?:compile|create-table|alter-table|index-statements|update-rows)\.ts$/.test(path)
        || /^src\/run\/(?:migrate|prepare|execute|commands|session|call)\.ts$/.test(path)
        || /^src\/cli\/(?:help|trace-exporter|migrate|plan)\.ts$/.test(path)
        || /^plugins\/.*\/(?:grammar|features|compile|rebuild)\.ts$/.test(path)
        || /^src\/(?:doors|conformance)\//.test(path)
        || path.endsWith("effect-modules.generated.ts")
      ),
    ).toEqual([])
  },
)

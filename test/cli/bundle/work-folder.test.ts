import { expect, test } from "bun:test"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { makeWorkFolder } from "../../../src/cli/bundle/work-folder.ts"

test("the folder of a process that was killed is removed, that of one that lives stays", async () => {
  const parent = mkdtempSync(join(tmpdir(), "sterna-work-"))
  try {
    const module = join(import.meta.dirname, "../../../src/cli/bundle/work-folder.ts")
    const script = `console.log((await import(${JSON.stringify(module)})).makeWorkFolder(${JSON.stringify(parent)}))`
    const killed = Bun.spawn([process.execPath, "-e", `${script}; process.kill(process.pid, "SIGKILL")`])
    const left = (await killed.stdout.text()).trim()
    await killed.exited
    expect(readdirSync(parent)).toEqual([basename(left)])
    const first = makeWorkFolder(parent)
    const second = makeWorkFolder(parent)
    expect(readdirSync(parent).toSorted()).toEqual([basename(first), basename(second)].toSorted())
  } finally {
    rmSync(parent, { recursive: true })
  }
})

test("nothing else is removed", async () => {
  const parent = mkdtempSync(join(tmpdir(), "sterna-work-"))
  try {
    const names = [".sterna-bundle-elsewhere-1-abc", ".sterna-bundle-x", ".sterna-bundles", "notes"]
    for (const name of names) await Bun.write(join(parent, name, "file"), "x")
    const made = makeWorkFolder(parent)
    expect(readdirSync(parent).toSorted()).toEqual([...names, basename(made)].toSorted())
  } finally {
    rmSync(parent, { recursive: true })
  }
})

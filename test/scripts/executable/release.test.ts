import { expect, test } from "bun:test"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { version } from "../../../package.json" with { type: "json" }

const script = (name: string, ...args: ReadonlyArray<string>) => {
  const { exitCode, stderr, stdout } = Bun.spawnSync([`scripts/${name}`, ...args])
  return { code: exitCode, stderr: stderr.toString(), stdout: stdout.toString() }
}

test("a release: an executable for each target, their sums, and what is in them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sterna-release-"))
  try {
    const { code, stderr } = script("release", "--outdir", folder, "linux-x64", "linux-arm64-musl")
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" })
    const files = ["SHA256SUMS", "sterna-linux-arm64-musl", "sterna-linux-x64", "sterna.cdx.json"]
    expect(readdirSync(folder).toSorted()).toEqual(files)

    const sums = Bun.spawnSync(["sha256sum", "--check", "--strict", "SHA256SUMS"], { cwd: folder })
    expect({ code: sums.exitCode, lines: sums.stdout.toString().match(/: OK$/gm)?.length }).toEqual({
      code: 0,
      lines: 2,
    })

    // `e_machine` of the ELF header: EM_X86_64 and EM_AARCH64.
    const machineOf = async (file: string) =>
      new DataView(await Bun.file(join(folder, file)).slice(0, 20).arrayBuffer()).getUint16(18, true)
    expect([await machineOf("sterna-linux-x64"), await machineOf("sterna-linux-arm64-musl")]).toEqual([62, 183])

    const bill = await Bun.file(join(folder, "sterna.cdx.json")).json()
    expect(bill).toMatchObject({ bomFormat: "CycloneDX", metadata: { component: { name: "sterna", version } } })
    const names = bill.components.map(({ name }: { readonly name: string }) => name)
    expect(names).toEqual(expect.arrayContaining(["bun", "effect", "mysql2", "postgres"]))
    expect(names).not.toContain("oxlint")
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test.each([
  ["release", ["plan9"], "There is no target plan9: it is one of linux-x64,"],
  ["build", ["--target", "plan9"], "There is no target plan9: it is one of linux-x64,"],
  ["build", ["--outfiel", "x"], "usage: scripts/build"],
])("scripts/%s %j is refused", (name, args, says) => {
  const { code, stderr } = script(name, ...args)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(says) })
})

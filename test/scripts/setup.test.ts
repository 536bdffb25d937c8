import { expect, test } from "bun:test"
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

async function setup(cwd: string, env: { readonly HOME: string; readonly PATH: string }) {
  const child = Bun.spawn(["/bin/sh", "./scripts/setup"], {
    cwd,
    env,
    stdout: "pipe",
    stderr: "pipe",
  })
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { code, stderr, stdout }
}

test("says and does nothing where everything is ready", async () => {
  const env = { HOME: process.env["HOME"] ?? tmpdir(), PATH: process.env["PATH"] ?? "" }
  expect((await setup(".", env)).code).toBe(0)
  expect(await setup(".", env)).toEqual({ code: 0, stderr: "", stdout: "" })
})

test("names what to install where neither bun, npx nor apt-get is", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sterna-setup-"))
  try {
    const path = join(folder, "path")
    await mkdir(path)
    for (const tool of ["sed", "id", "cat", "mkdir", "dirname", "cksum", "ls", "ln"]) {
      await symlink(Bun.which(tool) ?? tool, join(path, tool))
    }
    await cp("package.json", join(folder, "package.json"))
    await cp("scripts/setup", join(folder, "scripts/setup"))
    const { code, stderr } = await setup(folder, { HOME: folder, PATH: path })
    expect(stderr).toMatch(
      /^Neither bun \d+\.\d+\.\d+ nor npx is here\. Install bun .*, or Node\.js with npm, and run this again\.\n$/,
    )
    expect(code).toBe(1)
  } finally {
    await rm(folder, { recursive: true })
  }
})

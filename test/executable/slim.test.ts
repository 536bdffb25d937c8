import { expect, test } from "bun:test"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { needsOf } from "./elf.ts"
import { executable } from "./executable.ts"
import { single, sqlFile } from "./history.ts"
import { expectUpAndDown, slimRootOf } from "./slim-history.ts"
import { SlimRoot } from "./slim-root.ts"

const machine = process.arch === "arm64" ? "arm64" : "x64"
const gnu = { x64: "/lib64/ld-linux-x86-64.so.2", arm64: "/lib/ld-linux-aarch64.so.1" }[machine]
const musl = { x64: "x86_64", arm64: "aarch64" }[machine]
const url = "sqlite:/data/blog.db"

/** The names of the files that an example of a Dockerfile copies. */
const copiedBy = (name: string): ReadonlyArray<string> =>
  readFileSync(`docs/deploy/${name}`, "utf8").split("\n").filter((line) => line.startsWith("COPY "))
    .flatMap((line) => line.split(" ").map((path) => basename(path)))

test("it needs the C library and nothing else", () => {
  const { libraries, loader } = needsOf(executable())
  expect({ loader, libraries: libraries.toSorted() }).toEqual({
    loader: gnu,
    libraries: ["libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", basename(gnu)].toSorted(),
  })
  expect(copiedBy("Dockerfile")).toEqual(expect.arrayContaining(
    ["libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "ld-linux-x86-64.so.2"],
  ))
})

test("built for musl it needs musl, and the libraries of C++", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sterna-musl-"))
  try {
    const outfile = join(folder, "sterna")
    const build = Bun.spawn(["./scripts/build", "--target", `linux-${machine}-musl`, "--outfile", outfile], {
      stdout: "ignore",
      stderr: "pipe",
    })
    const said = await build.stderr.text()
    expect(await build.exited, said).toBe(0)
    const { libraries, loader } = needsOf(outfile)
    expect({ loader, libraries: libraries.toSorted() }).toEqual({
      loader: `/lib/ld-musl-${musl}.so.1`,
      libraries: [`libc.musl-${musl}.so.1`, "libstdc++.so.6"],
    })
    // The last is what libstdc++ itself needs.
    expect(copiedBy("Dockerfile.musl")).toEqual(expect.arrayContaining(
      ["ld-musl-x86_64.so.1", "libc.musl-x86_64.so.1", "libstdc++.so.6", "libgcc_s.so.1"],
    ))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("the root has no shell: the executable, its C library, certificates and migrations are all", async () => {
  using root = await slimRootOf("on disk")
  const others = root.files().filter((path) => !path.startsWith("/lib") && !path.startsWith("/etc/ssl/"))
  expect(others).toEqual(["/migrations/10_m10.ts", "/migrations/20_plain.sql", "/sterna"])
  expect(root.files().filter((path) => path.startsWith("/lib"))).toHaveLength(needsOf(executable()).libraries.length)
})

test.each(["on disk", "bundled"] as const)("up and down on SQLite, with the migrations %s", async (carried) => {
  using root = await slimRootOf(carried)
  const before = root.files()
  await expectUpAndDown(root, url)
  // It leaves nothing but the database: no journal, no lock.
  expect(root.files()).toEqual([...before, "/data/blog.db"].toSorted())
})

test("an index is built of more rows than fit into memory's share, without a folder for temporary files", async () => {
  const rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
  using root = new SlimRoot(executable(), "sterna", {
    "migrations/10_rows.sql": sqlFile(
      `CREATE TABLE x (t text); ${rows} INSERT INTO x SELECT hex(randomblob(64)) FROM n; CREATE INDEX x_t ON x (t);`,
    ),
  })
  const { code, stderr } = await root.run(["migrate", "--quiet"], { DATABASE_URL: url })
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
})

test("what may not be written is refused by name, and nothing else is there", async () => {
  using root = await slimRootOf("on disk")
  const { code, stderr } = await root.run(["migrate"], { DATABASE_URL: "sqlite:/blog.db" })
  expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining("/blog.db") })
  expect(root.files().filter((path) => path.includes("blog"))).toEqual([])
})

test("as the first process of a container it ends at SIGTERM", async () => {
  using root = new SlimRoot(
    executable(),
    "sterna",
    single(
      "async up({ sql }) { await sql`CREATE TABLE x (id int)`; console.log(\"here\"); await new Promise(() => {}) }",
    ),
  )
  const running = root.start(["migrate"], { DATABASE_URL: url })
  await running.says("here")
  const child = readFileSync(`/proc/${running.pid}/task/${running.pid}/children`, "utf8").trim()
  process.kill(Number(child), "SIGTERM")
  expect((await running.ended()).code).toBe(143)
  const { stdout } = await root.run(["status", "--json"], { DATABASE_URL: url })
  expect(stdout).toContain("\"state\":\"down\"")
})

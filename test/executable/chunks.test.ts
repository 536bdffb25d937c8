import { expect, test } from "bun:test"
import { tables } from "./history.ts"
import { Project } from "./project.ts"

// Bun preloads what BUN_OPTIONS names, and its require.cache knows every module that was loaded: an executable's are its
// chunks, named after the file that was imported.
const spy = "process.on(\"exit\", () => console.error(\"LOADED \" + Object.keys(require.cache).join(\" \")))"

/** The chunks that a command loads: those that hold a dialect, and how many in all. */
async function loaded(args: ReadonlyArray<string>) {
  using project = new Project({ ...tables(10), "spy.cjs": spy })
  const env = { DATABASE_URL: "sqlite:blog.db", BUN_OPTIONS: `--preload=${project.path("spy.cjs")}` }
  const { code, stderr } = await project.sterna(args, { env })
  expect(code).toBe(0)
  const chunks = (/^LOADED (.*)$/m.exec(stderr)?.[1] ?? "").split(" ").filter((path) => path.startsWith("/$bunfs/"))
  return { count: chunks.length, dialects: chunks.filter((path) => /\/dialect-[^/]*$/.test(path)).length }
}

test.each(["status", "migrate"])("%s loads the dialect of its repo", async (command) => {
  expect(await loaded([command])).toMatchObject({ dialects: 1 })
})

test.each(["--help", "migrate --help", "gen create_posts", "init"])("%s loads no dialect", async (args) => {
  expect(await loaded(args.split(" "))).toMatchObject({ dialects: 0 })
})

test("--version loads next to nothing", async () => {
  const { count, dialects } = await loaded(["--version"])
  expect(dialects).toBe(0)
  expect(count).toBeGreaterThan(0)
  expect(count).toBeLessThan((await loaded(["--help"])).count)
})

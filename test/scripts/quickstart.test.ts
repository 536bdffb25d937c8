import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"

test("builds, migrates, rolls back and migrates again, naming each command before it runs it", async () => {
  const child = Bun.spawn(["./scripts/quickstart"], { stdin: "ignore", stdout: "pipe", stderr: "pipe" })
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" })

  const announced = stdout.split("\n").filter((line) => line.startsWith("$ "))
  expect(announced.map((line) => line.split(" ").slice(1, 3).join(" "))).toEqual([
    "./scripts/setup",
    "./scripts/build",
    "rm -f",
    "dist/sterna migrate",
    "dist/sterna status",
    "dist/sterna rollback",
    "dist/sterna migrate",
    expect.stringMatching(/^\/.*bun scripts\/example\/tables.ts$/),
  ])
  expect(stdout).toContain("$ ./scripts/build\nCompiling dist/sterna: one file of about 140 MB")

  // The last of them, as somebody would copy it who has no bun on their PATH.
  const last = announced.at(-1)?.slice(2) ?? ""
  const again = Bun.spawnSync(["sh", "-c", last], { env: { PATH: "/usr/bin:/bin" } })
  expect({ code: again.exitCode, stdout: again.stdout.toString() })
    .toEqual({ code: 0, stdout: expect.stringContaining("posts (") })

  using database = new Database("dist/quickstart.db", { readonly: true })
  const tables = database.query("select name from sqlite_master where type = 'table' order by name").values().flat()
  expect(tables).toEqual(expect.arrayContaining(["people", "posts", "schema_migrations"]))
  const [versions] = database.query("select count(*) from schema_migrations").values().flat()
  const files = [...new Bun.Glob("migrations/*.{ts,sql}").scanSync(".")]
  expect(versions).toBe(files.length)

  const statuses = stdout.split("$ dist/sterna status").slice(1).map((part) => part.split("\n$ ")[0] ?? "")
  expect(statuses.map((status) => status.match(/^\s*down\b/gm)?.length ?? 0)).toEqual([0])
  expect(stdout).toContain("posts (")
})

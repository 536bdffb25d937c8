import { expect, test } from "bun:test"
import { readdir, readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { inFolder, sterna } from "./started.ts"

const twoRepos = JSON.stringify({
  repos: {
    main: { url: { env: "NOT_SET" }, migrations: ["db/main", "db/more"] },
    logs: { url: "sqlite:logs.db", migrations: "db/logs" },
  },
})

test("a migration is written, its path printed, and it loads", () =>
  inFolder({}, async (folder) => {
    const { code, stderr, stdout } = await sterna(["gen", "CreatePosts"], folder)
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    const path = stdout.trimEnd()
    expect(path).toMatch(/\/migrations\/\d{14}_create_posts\.ts$/)
    expect(dirname(dirname(path))).toBe(folder)
    expect(await readFile(path, "utf8")).toContain("export default migration({")
  }))

test("--sql writes SQL", () =>
  inFolder({}, async (folder) => {
    const { stdout } = await sterna(["gen", "add_view", "--sql"], folder)
    expect(stdout).toEndWith("_add_view.sql\n")
    expect(await readFile(stdout.trimEnd(), "utf8")).toBe("-- migrate:up\n\n\n-- migrate:down\n\n")
  }))

test("neither the name nor the version of another migration is taken", () =>
  inFolder({ "migrations/below/1_create_posts.sql": "" }, async (folder) => {
    const { code, stderr, stdout } = await sterna(["gen", "create_posts"], folder)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toBe(
      `error: There is a migration named create_posts already: ${folder}/migrations/below/1_create_posts.sql. Choose another name.\n`,
    )
    const one = await sterna(["gen", "one"], folder)
    const two = await sterna(["gen", "two"], folder)
    const versions = [one, two].map(({ stdout: path }) => /(\d{14})_/.exec(path)?.[1])
    expect(new Set(versions).size).toBe(2)
  }))

test("it goes into the first folder of the repo that is named, whose database need not be known", () =>
  inFolder({ "sterna.config.json": twoRepos }, async (folder) => {
    expect((await sterna(["gen", "one", "-r", "main"], folder)).stdout).toStartWith(join(folder, "db/main/"))
    expect((await sterna(["gen", "one", "-r", "logs"], folder)).stdout).toStartWith(join(folder, "db/logs/"))
    const { code, stderr } = await sterna(["gen", "two"], folder)
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "error: There are several repos, main, logs: say with --repo for which the migration is.\n",
    })
  }))

test("an odd name is refused, and nothing is written", () =>
  inFolder({}, async (folder) => {
    const { code, stderr } = await sterna(["gen", "../escape"], folder)
    expect(code).toBe(2)
    expect(stderr).toContain("\"../escape\". Expected letters, digits and _ only")
    expect(await readdir(folder)).toEqual([])
  }))

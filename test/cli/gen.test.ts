import { expect, test } from "bun:test"
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { versionAt } from "../../src/cli/migration-name.ts"
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
    expect(await sterna(["migrate", "--url", "sqlite:blog.db"], folder)).toMatchObject({ code: 0 })
  }))

test("a data migration is shown how to move data", () =>
  inFolder({
    "sterna.config.json": JSON.stringify({ repos: { main: { url: "sqlite:a.db", dataMigrations: "data" } } }),
    "migrations/10_first.sql": "-- migrate:up\nSELECT 1;",
  }, async (folder) => {
    const path = (await sterna(["gen", "fill_posts", "--data"], folder)).stdout.trimEnd()
    expect(await readFile(path, "utf8")).toContain("// execute(\"UPDATE posts")
    expect(await sterna(["migrate", "--data"], folder)).toMatchObject({ code: 0 })
  }))

test("its example runs when it is uncommented, and is about the table of the name", () =>
  inFolder({}, async (folder) => {
    const path = (await sterna(["gen", "create_people"], folder)).stdout.trimEnd()
    const text = await readFile(path, "utf8")
    await writeFile(path, text.replace("// ", ""))
    const { code, stderr } = await sterna(["migrate", "--url", "sqlite:blog.db"], folder)
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("create table people") })
  }))

test("several at once have each a version of its own, and leave no claim behind", () =>
  inFolder({}, async (folder) => {
    const names = ["one", "two", "three", "four"]
    const ended = await Promise.all(names.map((name) => sterna(["gen", name], folder)))
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(names.map(() => ({ code: 0, stderr: "" })))
    const files = await readdir(join(folder, "migrations"))
    expect(files.map((file) => file.slice(15)).toSorted()).toEqual(["four.ts", "one.ts", "three.ts", "two.ts"])
    expect(new Set(files.map((file) => file.slice(0, 14))).size).toBe(4)
  }))

test("a version that another process has claimed is passed over", () =>
  inFolder({}, async (folder) => {
    const now = Date.now()
    const claims = Array.from({ length: 60 }, (_, second) => `.${versionAt(now + second * 1000)}`)
    await mkdir(join(folder, "migrations"))
    for (const claim of claims) await writeFile(join(folder, "migrations", claim), "")
    const { code, stdout } = await sterna(["gen", "one"], folder)
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: join(folder, `migrations/${versionAt(now + 60_000)}_one.ts\n`),
    })
    expect((await readdir(join(folder, "migrations"))).filter((name) => name.startsWith(".")).toSorted()).toEqual(
      claims,
    )
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
    const twice = await sterna(["gen", "two", "-r", "main", "-r", "logs"], folder)
    expect({ code: twice.code, stdout: twice.stdout }).toEqual({ code: 2, stdout: "" })
    expect(twice.stderr).toContain("--repo")
  }))

test("an odd name is refused, and nothing is written", () =>
  inFolder({}, async (folder) => {
    const { code, stderr } = await sterna(["gen", "../escape"], folder)
    expect(code).toBe(2)
    expect(stderr).toContain("\"../escape\". Expected letters, digits and _ only")
    expect(await readdir(folder)).toEqual([])
  }))

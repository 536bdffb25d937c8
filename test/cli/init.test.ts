import { expect, test } from "bun:test"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { inFolder, sterna } from "./started.ts"

const tsc = join(import.meta.dirname, "../../node_modules/.bin/tsc")

/** What the compiler says of a folder: its output, empty when all is well. */
async function typeCheck(folder: string): Promise<string> {
  const child = Bun.spawn([process.execPath, "--bun", tsc, "--project", folder, "--pretty", "false"], {
    cwd: folder,
    stdout: "pipe",
    stderr: "inherit",
  })
  const output = await child.stdout.text()
  await child.exited
  return output
}

const generator = `
import * as Effect from "effect/Effect"
import { Schedule } from "effect"
import { add, alter, migration, table } from "sterna"

export default migration({
  *up({ sql }) {
    yield* alter(table("posts"), [add("published_at", "utc_datetime")])
    const rows = yield* sql<{ id: number }>\`select id from posts where id > \${3}\`
    const first: number | undefined = rows[0]?.id
    yield* sql\`update posts set position = \${first}\`
    yield* Effect.log("done").pipe(Effect.retry(Schedule.recurs(3)))
  },
  async down({ run, sql }) {
    await run(alter(table("posts"), [add("published_at", "utc_datetime")]))
    const rows = await run(sql<{ title: string }>\`select title from posts\`)
    return rows.map(({ title }) => title.length)
  },
})
`
const wrong = `
import { add, create, migration, table } from "sterna"

export default migration({ change: [create(table("posts"), [add("title", "string", { nul: false })])] })
export const none = migration({})
export const number = migration({ up: () => 3 })
`

test("a project is written, whose editor knows sterna without node_modules", () =>
  inFolder({}, async (folder) => {
    const { code, stderr, stdout } = await sterna(["init"], folder)
    const next = "\nNext:\n  export DATABASE_URL=sqlite:app.db\n  sterna gen create_people\n  sterna migrate\n"
    expect({ code, stderr }).toEqual({ code: 0, stderr: next })
    const names = ["migrations", "sterna.d.ts", "tsconfig.json", "sterna.config.ts"]
    expect(stdout).toBe(names.map((name) => `${join(folder, name)}\n`).join(""))
    expect((await readdir(folder)).toSorted()).toEqual(names.toSorted())

    await sterna(["gen", "create_posts"], folder)
    await Bun.write(join(folder, "migrations/2_generator.ts"), generator)
    expect(await typeCheck(folder)).toBe("")
    await Bun.write(join(folder, "migrations/3_wrong.ts"), wrong)
    const errors = (await typeCheck(folder)).split("\n").filter((line) => line.startsWith("migrations/"))
    expect(errors.map((line) => line.slice(0, line.indexOf(","))))
      .toEqual(["migrations/3_wrong.ts(4", "migrations/3_wrong.ts(5", "migrations/3_wrong.ts(6"])
    expect(errors[0]).toContain("Did you mean to write 'null'?")
  }))

test("the config that it writes is taken by the commands", () =>
  inFolder({}, async (folder) => {
    await sterna(["init"], folder)
    const { code, stderr } = await sterna(["migrate"], folder)
    expect(code).toBe(2)
    expect(stderr).toBe(
      `error: ${folder}/sterna.config.ts: repos.main.url: The environment variable DATABASE_URL is not set. Set it, for example: export DATABASE_URL=sqlite:app.db\n`,
    )
  }))

test("the next steps that it names work as they stand", () =>
  inFolder({}, async (folder) => {
    const { stderr } = await sterna(["init"], folder)
    const main = join(import.meta.dirname, "../../src/main.ts")
    const commands = stderr.split("\n").filter((line) => line.startsWith("  "))
      .map((line) => line.replace("sterna ", `"${process.execPath}" "${main}" `))
    const shell = Bun.spawnSync(["sh", "-ec", commands.join("\n")], { cwd: folder })
    expect({ code: shell.exitCode, stdout: shell.stdout.toString() })
      .toEqual({ code: 0, stdout: expect.stringContaining("create_people") })
    expect(await readdir(folder)).toContain("app.db")
  }))

test.each(["sterna.config.ts", "sterna.config.json"])(
  "a %s that is there stays as it is",
  (name) =>
    inFolder({ [name]: "mine" }, async (folder) => {
      const { code, stderr, stdout } = await sterna(["init"], folder)
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: `${folder}/${name} is there already and stays as it is.\n`
          + "\nNext:\n  sterna gen create_people\n  sterna migrate\n",
      })
      expect(stdout).toBe(`${folder}/sterna.d.ts\n${folder}/tsconfig.json\n`)
      expect(await readFile(join(folder, name), "utf8")).toBe("mine")
      expect((await readdir(folder)).toSorted()).toEqual([name, "sterna.d.ts", "tsconfig.json"].toSorted())
    }),
)

test("the declarations of another version are written anew", () =>
  inFolder({}, async (folder) => {
    const types = join(folder, "sterna.d.ts")
    await sterna(["init"], folder)
    const text = await readFile(types, "utf8")
    await Bun.write(types, `${text.split("\n")[0]}\r\nold\r\n`)
    expect((await sterna(["init"], folder)).code).toBe(0)
    expect(await readFile(types, "utf8")).toBe(text)
  }))

test("a sterna.d.ts that is somebody else's is not overwritten, and nothing is written", () =>
  inFolder({ "sterna.d.ts": "mine" }, async (folder) => {
    const { code, stderr } = await sterna(["init"], folder)
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        `error: ${folder}/sterna.d.ts was not written by \`sterna init\`, and is not overwritten. Give it another name first.\n`,
    })
    expect(await readdir(folder)).toEqual(["sterna.d.ts"])
  }))

test("a tsconfig.json that is there stays as it is", () =>
  inFolder({ "tsconfig.json": "{}" }, async (folder) => {
    const { code, stderr } = await sterna(["init"], folder)
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(
        `${folder}/tsconfig.json is there already and stays as it is: let it include sterna.d.ts.\n`,
      ),
    })
    expect(await readFile(join(folder, "tsconfig.json"), "utf8")).toBe("{}")
  }))

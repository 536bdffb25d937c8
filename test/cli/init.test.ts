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
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
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
      `error: ${folder}/sterna.config.ts: repos.main.url: The environment variable DATABASE_URL is not set. Set it.\n`,
    )
  }))

test.each(["sterna.config.ts", "sterna.config.json", "sterna.d.ts"])(
  "nothing is written where there is a %s",
  (name) =>
    inFolder({ [name]: "mine" }, async (folder) => {
      const { code, stderr } = await sterna(["init"], folder)
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `error: ${
          join(folder, name)
        } is there already and is not overwritten. Delete it first to have it written anew.\n`,
      })
      expect(await readdir(folder)).toEqual([name])
    }),
)

test("a tsconfig.json that is there stays as it is", () =>
  inFolder({ "tsconfig.json": "{}" }, async (folder) => {
    const { code, stderr } = await sterna(["init"], folder)
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `${folder}/tsconfig.json is there already and stays as it is: let it include sterna.d.ts.\n`,
    })
    expect(await readFile(join(folder, "tsconfig.json"), "utf8")).toBe("{}")
  }))

import { expect, test } from "bun:test"
import { tables, typescript } from "./history.ts"
import { endless, inTransaction } from "./long-migration.ts"
import { OnTerminal } from "./on-terminal.ts"
import { Project } from "./project.ts"

const erase = "\r\u001B[J"

/** What is left to read: lines that were drawn for the time being are gone where they were erased. */
const stays = (output: string) =>
  output.replaceAll("\r\n", "\n").split(erase).map((part) => part.replace(/^[^\n]*\r(?!\n)/, "")).join("")

const waits = typescript(`async up({ run }) {
  console.log("before", { a: 1 })
  await run(create(table("表を作る")))
  await new Promise(() => {})
}`)

test("a terminal: what is printed and the notice of a signal stand alone, and nothing of the live line is left", async () => {
  using project = new Project({ "migrations/20_waits.ts": waits })
  using on = new OnTerminal(project, ["migrate"], 46)
  await on.shows("表を作る")
  on.type("\u0003")
  expect(await on.child.exited).toBe(130)
  await on.shows("interrupted")
  expect(on.output).toContain(`${erase}SIGINT: ending …`)
  expect(stays(on.output).replace("^C", "")).toBe("before { a: 1 }\nSIGINT: ending …\n== 20 waits: interrupted\n")
})

test("a terminal that becomes narrower: the line is drawn anew, and cut", async () => {
  using project = new Project({ "migrations/20_waits.ts": waits })
  using on = new OnTerminal(project, ["migrate"], 80)
  await on.shows("create table 表を作る")
  on.resize(17)
  await on.shows(`${erase}up    20  waits…\r`)
  on.type("\u0003")
  expect(await on.child.exited).toBe(130)
})

test("a terminal: the error of a lock timeout stands alone", async () => {
  using project = new Project({ ...tables(10), "migrations/20_endless.ts": endless })
  const holder = project.start(["migrate"])
  await inTransaction(project, holder)
  using on = new OnTerminal(project, ["migrate", "--lock-timeout", "1500ms"], 200)
  await on.shows("waiting for")
  expect(await on.child.exited).toBe(5)
  await on.shows("error: ")
  const text = stays(on.output)
  expect(text).toStartWith("error: Repo default: the migration lock is held by process")
  expect(text.trimEnd().split("\n")).toHaveLength(1)
  holder.signal("SIGTERM")
  await holder.ended()
})

test("--json: what a migration prints is no result", async () => {
  using project = new Project({
    "migrations/20_prints.ts": typescript(
      `*up() { console.log("log"); console.table([1]); console.write("written\\n"); yield* Console.log("effect"); yield* create(table("x")) }`,
      "import * as Console from \"effect/Console\"\nconsole.info(\"loaded\")",
    ),
  })
  const { code, stderr, stdout } = await project.sterna(["migrate", "--json"])
  expect(code).toBe(0)
  for (const line of stdout.trimEnd().split("\n")) expect(JSON.parse(line)).toHaveProperty("event")
  for (const word of ["loaded", "log", "written", "effect"]) expect(stderr).toContain(`${word}\n`)
})

test("rollback --all asks at a terminal, and takes nothing for a no", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  for (const [answer, code, applied] of [["", 2, [10]], ["y", 0, []]] as const) {
    using terminal = new OnTerminal(project, ["rollback", "--all"], 200)
    await terminal.shows(
      "Roll every migration of repo default (sqlite:blog.db) back, and lose all data? [y/N] ",
    )
    terminal.type(`${answer}\r`)
    expect(await terminal.child.exited).toBe(code)
    expect(project.applied()).toEqual([...applied])
  }
})

import { expect, test } from "bun:test"
import { eventually } from "./eventually.ts"
import { tables, typescript } from "./history.ts"
import { Project } from "./project.ts"

const loop = "console.error(\"loops\"); while (true);"

/** Sends a signal until the process has ended: the first of it is taken, and heard by nobody. */
async function ends(project: Project, args: ReadonlyArray<string>, signal: NodeJS.Signals) {
  const running = project.start(args)
  await running.says("loops")
  running.signal(signal)
  await eventually(() => {
    if (!running.hasEnded) running.signal(signal)
    return running.hasEnded
  })
  return running.ended()
}

test.each<[NodeJS.Signals, number, string]>([
  ["SIGINT", 130, typescript(`async up({ run }) { await run(create(table("x"))); ${loop} }`)],
  ["SIGTERM", 143, `${loop}\n${typescript("up: []")}`],
  ["SIGHUP", 129, typescript(`*up() { yield* create(table("x")); ${loop} }`)],
])("a second %s ends a migration whose code loops for ever, with %d", async (signal, code, text) => {
  using project = new Project({ ...tables(10), "migrations/20_loop.ts": text })
  expect((await ends(project, ["migrate"], signal)).code).toBe(code)
  project.write({ "migrations/20_loop.ts": typescript("up: [create(table(\"x\"))]") })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20])
})

test.each<[string, string, ReadonlyArray<string>]>([
  ["config", "sterna.config.ts", ["status"]],
  ["plugin", "loop.ts", ["status", "--url", "loop:x", "--plugin", "./loop.ts"]],
])("and so a %s that does when it is loaded", async (_, path, args) => {
  using project = new Project({ ...tables(10), [path]: loop })
  expect((await ends(project, args, "SIGTERM")).code).toBe(143)
})

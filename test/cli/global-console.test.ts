import { expect, test } from "bun:test"
import { join } from "node:path"

const source = (name: string) => JSON.stringify(join(import.meta.dirname, "../../src/cli", name))

const print = `
console.log("log %d", 1, { a: 1 })
console.info("info")
console.debug("debug")
console.warn("warn")
console.error("error")
console.group("group")
console.log("inside")
console.groupEnd()
console.table([{ a: 1 }])
console.dir({ a: { b: { c: 1 } } }, { depth: 0 })
console.count("calls")
console.count("calls")
console.assert(false, "asserted")
console.time("timer")
console.timeEnd("timer")
console.write("raw ", new TextEncoder().encode("bytes"), "\\n")
const { log } = await import("node:console")
log("imported")
process.exit(0)
`

test("what is printed with the console goes to the standard error, formatted as ever", () => {
  const script = `import { divertConsole } from ${source("global-console.ts")}\ndivertConsole()\n${print}`
  const { stderr, stdout } = Bun.spawnSync([process.execPath, "-e", script])
  expect(stdout.toString()).toBe("")
  expect(stderr.toString().replace(/[\d.]+ms/, "N ms")).toBe(`log 1 { a: 1 }
info
debug
warn
error
group
  inside
┌─────────┬───┐
│ (index) │ a │
├─────────┼───┤
│    0    │ 1 │
└─────────┴───┘
{ a: [Object] }
calls: 1
calls: 2
Assertion failed: asserted
timer: N ms
raw bytes
imported
`)
})

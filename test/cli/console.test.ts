import { expect, test } from "bun:test"
import { join } from "node:path"

const console = join(import.meta.dirname, "../../src/cli/console.ts")

/** Runs a script that has `processConsole` and `write`. */
const script = (text: string) => ["-e", `import { processConsole, write } from ${JSON.stringify(console)}\n${text}`]

test("results go to the standard output, all else to the standard error", () => {
  const text = ["log", "info", "debug", "warn", "error"].map((name) => `processConsole.${name}("${name}", 1)`).join(
    "\n",
  )
  const { stderr, stdout } = Bun.spawnSync([process.execPath, ...script(text)])
  expect(stdout.toString()).toBe("log 1\n")
  expect(stderr.toString()).toBe("info 1\ndebug 1\nwarn 1\nerror 1\n")
})

test("all of it is written before an exit", () => {
  const text = "write(1, \"ä\".repeat(1_000_000)); process.exit(3)"
  const { exitCode, stdout } = Bun.spawnSync([process.execPath, ...script(text)], { maxBuffer: 1e8 })
  expect({ exitCode, length: stdout.length }).toEqual({ exitCode: 3, length: 2_000_000 })
})

test("a reader that is gone ends nothing", () => {
  const text = "for (let line = 0; line < 1e5; line++) processConsole.log(line)\nprocessConsole.error(\"went on\")"
  const [code = ""] = script(text).slice(1)
  const { exitCode, stderr, stdout } = Bun.spawnSync(
    ["sh", "-c", "{ \"$0\" -e \"$1\"; echo \"exit $?\" >&2; } | head -n 1", process.execPath, code],
  )
  expect({ exitCode, stdout: stdout.toString() }).toEqual({ exitCode: 0, stdout: "0\n" })
  expect(stderr.toString()).toBe("went on\nexit 0\n")
})

const shown = (text: string) => {
  const live = `import { showLive } from ${JSON.stringify(console)}`
  const { stderr, stdout } = Bun.spawnSync([process.execPath, ...script(`${live}\n${text}`)])
  return { stdout: stdout.toString(), stderr: stderr.toString() }
}
const erase = "\r\u001B[J"

test("the live line is erased before anything else is written", () => {
  expect(
    shown("showLive('one', 80); write(2, 'error\\n'); showLive('two', 80); write(1, 'result\\n'); showLive('', 80)"),
  )
    .toEqual({ stdout: "result\n", stderr: `${erase}one\r${erase}error\n${erase}two\r${erase}` })
})

test("it is drawn when it or the width has changed, and not behind a line that has not ended", () => {
  expect(shown("showLive('one', 80); showLive('one', 80); showLive('one', 40); write(2, 'x'); showLive('two', 40)"))
    .toEqual({ stdout: "", stderr: `${erase}one\r${erase}one\r${erase}x` })
})

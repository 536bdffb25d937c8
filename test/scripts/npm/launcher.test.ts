import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { version } from "../../../package.json" with { type: "json" }
import { thisMachine } from "../../../scripts/npm/machine.ts"
import { packageOfTarget, targetOfMachine } from "../../../scripts/npm/platform.ts"
import { eventually } from "../../executable/eventually.ts"

const folder = mkdtempSync(join(tmpdir(), "sterna-launcher-"))
afterAll(() => rmSync(folder, { recursive: true }))
const launcher = join(folder, "node_modules/sterna/bin/sterna.js")
const own = packageOfTarget(targetOfMachine(thisMachine()) ?? "")

/** Stands for the executable: says what it was given and ends as it is told. */
const script = `#!/bin/sh
case $1 in
  echo) shift; printf '%s\\n' "$@" "$GREETING"; cat; echo problem >&2; exit 7 ;;
  die) kill -9 $$ ;;
  wait)
    trap 'echo TERM >> "$2"' TERM; trap 'echo INT >> "$2"' INT; trap 'echo HUP >> "$2"; exit 129' HUP
    echo ready > "$2"
    while :; do sleep 0.01; done ;;
esac
`

beforeAll(async () => {
  const { outputs } = await Bun.build({ entrypoints: ["scripts/npm/launcher.ts"], target: "node", format: "esm" })
  for (const output of outputs) await Bun.write(launcher, output)
  writeFileSync(join(folder, "node_modules/sterna/package.json"), "{\"type\":\"module\"}")
})

const install = () => {
  const at = join(folder, "node_modules", own)
  mkdirSync(join(at, "bin"), { recursive: true })
  writeFileSync(join(at, "package.json"), "{}")
  writeFileSync(join(at, "bin/sterna"), script)
  chmodSync(join(at, "bin/sterna"), 0o755)
}

/** Node, and Bun, which puts the executable in the place of its own process. */
const runtimes = ["node", "bun"].filter((name) => Bun.which(name) !== null)

describe.each(runtimes)("under %s", (runtime) => {
  const start = (args: ReadonlyArray<string>, input = "") =>
    Bun.spawn([runtime, launcher, ...args], {
      env: { PATH: process.env["PATH"] ?? "", GREETING: "hello" },
      stdin: new Blob([input]),
      stdout: "pipe",
      stderr: "pipe",
    })

  test("without the package of this platform it says what to do", async () => {
    rmSync(join(folder, "node_modules/@sterna"), { recursive: true, force: true })
    const child = start(["migrate"])
    const [said, code] = [await child.stderr.text(), await child.exited]
    expect(code).toBe(2)
    expect(said).toStartWith(`sterna: The package ${own}, which holds the executable for this machine (`)
    expect(said).toEndWith(`npm install --save-dev --save-exact ${own}@${version}\n`)
  })

  test("arguments, streams and the environment are handed on, and the exit code back", async () => {
    install()
    const child = start(["echo", "two words", "--", "*"], "input\n")
    const all = [await child.stdout.text(), await child.stderr.text(), await child.exited]
    expect(all).toEqual(["two words\n--\n*\nhello\ninput\n", "problem\n", 7])
  })

  test("it dies of the signal that the executable dies of", async () => {
    install()
    const child = start(["die"])
    await child.exited
    expect(child.signalCode).toBe("SIGKILL")
  })

  test("a signal arrives, and once", async () => {
    install()
    const log = join(folder, "signals")
    rmSync(log, { force: true })
    const lines = () => {
      try {
        return readFileSync(log, "utf8").split("\n").slice(0, -1)
      } catch {
        return []
      }
    }
    const child = start(["wait", log])
    for (const [position, signal] of (["SIGTERM", "SIGINT", "SIGHUP"] as const).entries()) {
      await eventually(() => lines().length === position + 1)
      child.kill(signal)
    }
    await child.exited
    expect([lines(), child.exitCode]).toEqual([["ready", "TERM", "INT", "HUP"], 129])
  })
})

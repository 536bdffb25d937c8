import { describe, expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { rmSync } from "node:fs"
import { mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { builtinDialects } from "../../src/builtin.ts"
import { completionScript } from "../../src/cli/completions.ts"
import { describeCommands } from "../../src/cli/program.ts"

const shells = ["bash", "zsh", "fish"] as const
const dialects = builtinDialects.flatMap(({ schemes }) => schemes)
const root = await Effect.runPromise(describeCommands)

/** Runs a shell in a folder that holds the scripts, by their shells' names, and two files. */
async function inShell(command: ReadonlyArray<string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sterna-completions-"))
  try {
    for (const shell of shells) await writeFile(join(folder, shell), completionScript(root, shell, dialects))
    await Promise.all(["structure.sql", "sterna.config.ts"].map((name) => writeFile(join(folder, name), "")))
    const env = { PATH: process.env["PATH"] ?? "", HOME: folder }
    const child = Bun.spawn([...command], { cwd: folder, env, stdin: "ignore", stdout: "pipe", stderr: "pipe" })
    const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 })
    return stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What is completed, by the words of a command line, of which the last is under the cursor. */
const completed: ReadonlyArray<readonly [ReadonlyArray<string>, ReadonlyArray<string>]> = [
  [["mig"], ["migrate"]],
  [["re"], ["redo", "resolve"]],
  [["migrate", "--st"], [
    "--statement-lock-timeout",
    "--statement-timeout",
    "--step",
    "--strict-history",
    "--strict-version-order",
  ]],
  [["status", "--color", ""], ["always", "auto", "never"]],
  [["--log-format", "l"], ["logfmt"]],
  [["completions", "z"], ["zsh"]],
  [["load", "--dump-path", "str"], ["structure.sql"]],
  [["status", "--config", "ste"], ["sterna.config.ts"]],
  [["plugin", "test", "ste"], ["sterna.config.ts"]],
  [["plan", "--offline", "--dialect", "post"], ["postgres", "postgresql"]],
  [["bundle", "--target", "linux-arm"], ["linux-arm64", "linux-arm64-musl"]],
]

describe("bash completes", () => {
  test.each(completed)("%j", async (words, expected) => {
    const script = `source ./bash
      COMP_WORDS=(sterna "$@") COMP_CWORD=$# COMP_LINE="sterna $*" COMP_POINT=\${#COMP_LINE}
      _sterna sterna "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD-1]}"
      printf '%s\\n' "\${COMPREPLY[@]}"`
    const answer = await inShell(["bash", "--norc", "-c", script, "bash", ...words])
    expect(answer.trim().split("\n").toSorted()).toEqual([...expected])
  })
})

for (const fish of shells.filter((shell) => shell === "fish" && Bun.which(shell) !== null)) {
  describe("fish completes", () => {
    test.each(completed)("%j", async (words, expected) => {
      const answer = await inShell([
        fish,
        "--no-config",
        "-c",
        `source ./fish; complete -C "sterna ${words.join(" ")}"`,
      ])
      expect(answer.trim().split("\n").map((line) => line.replace(/\t.*/, "")).toSorted()).toEqual([...expected])
    })
  })
}

test.each(shells.filter((shell) => Bun.which(shell) !== null))("%s reads its script", async (shell) => {
  expect(await inShell([shell, "-n", `./${shell}`])).toBe("")
})

describe.each(shells)("the script for %s", (shell) => {
  const script = completionScript(root, shell, dialects)

  test.each(root.subcommands.map((command) => [command.name, command] as const))(
    "has all flags of %s",
    (name, command) => {
      expect(script).toMatch(new RegExp(`\\b${name}\\b`))
      for (const flag of command.flags) expect(script).toMatch(new RegExp(`(?:--|-l )${flag.name}\\b`))
    },
  )

  test("has no negation of what has none", () => {
    expect(script).not.toMatch(/no-(?:help|version|json)/)
  })

  test("names the command that wrote it, and no other way", () => {
    expect(script).toContain(`sterna completions ${shell}`)
    expect(script).not.toContain("--completions ")
  })
})

test("the flags whose value is a path are there", () => {
  const names = new Set(root.subcommands.flatMap(({ flags }) => flags.map(({ name }) => name)))
  expect(names).toContain("config")
  expect(names).toContain("dump-path")
  expect(names).toContain("migrations-path")
})

import { afterAll, describe, expect, test } from "bun:test"
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { fencesOf, sessionsOf } from "./fences.ts"

const executable = resolve(process.env["STERNA_EXECUTABLE"] ?? "dist/sterna")
const fences = fencesOf("README.md")

/** How long something took differs from run to run. */
const withoutTimes = (text: string): string =>
  text.replace(/\d+(?:\.\d+)? (ms|s)\b/g, "N $1").replace(/[ \t]+$/gm, "").trim()

describe("the tour of the README does what it shows", () => {
  const folder = mkdtempSync(join(tmpdir(), "sterna-readme-"))
  afterAll(() => rmSync(folder, { recursive: true }))
  const bin = join(folder, ".bin")

  for (const fence of fences.filter(({ language }) => language === "console")) {
    for (const { command, output } of sessionsOf(fence)) {
      test(`line ${fence.line}: ${command}`, async () => {
        expect(existsSync(executable), `${executable} is missing: run ./scripts/build`).toBe(true)
        if (!existsSync(bin)) {
          mkdirSync(bin)
          symlinkSync(executable, join(bin, "sterna"))
          cpSync("migrations", join(folder, "migrations"), { recursive: true })
        }
        const shell = Bun.spawn(["sh", "-c", `exec 2>&1; ${command}`], {
          cwd: folder,
          env: { PATH: `${bin}:${process.env["PATH"] ?? ""}`, HOME: folder },
          stdout: "pipe",
        })
        expect(withoutTimes(await new Response(shell.stdout).text())).toBe(withoutTimes(output))
      })
    }
  }
})

test("the TypeScript of the README type-checks", async () => {
  const folder = resolve("dist/readme")
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { line, text } of fences.filter(({ language }) => language === "ts")) {
    writeFileSync(join(folder, `line-${line}.ts`), `${text}\n`)
  }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: "../../tsconfig.json", include: ["*.ts"] }))
  const tsc = Bun.spawn(["bun", "--bun", "node_modules/.bin/tsc", "-p", folder], { stdout: "pipe" })
  expect(await new Response(tsc.stdout).text()).toBe("")
  expect(await tsc.exited).toBe(0)
})

import { mkdir, rm } from "node:fs/promises"
import { parseJunit } from "./junit.ts"
import type { Selection } from "./selection.ts"
import type { TestRun } from "./summary.ts"

const report = "dist/junit.xml"

/**
 * Runs the selected tests under `bun test`, whose output goes to the terminal: as many files at a time as there are
 * cores, each in a state of its own, so that a file that ends the process is noticed.
 */
export async function runTests({ files, named }: Selection): Promise<TestRun> {
  await mkdir("dist", { recursive: true })
  await rm(report, { force: true })
  const start = performance.now()
  const child = Bun.spawn([
    "bun",
    "test",
    "--parallel",
    "--only-failures",
    "--timeout=60000",
    "--reporter=junit",
    `--reporter-outfile=${report}`,
    ...(named === undefined ? [] : ["--test-name-pattern", literally(named)]),
    ...files.map((file) => `./${file}`),
  ], { env: process.env, stdin: "ignore", stdout: "inherit", stderr: "inherit" })
  const exitCode = await child.exited
  const seconds = (performance.now() - start) / 1000
  const cases = await Bun.file(report).exists() ? parseJunit(await Bun.file(report).text()) : []
  return { cases, exitCode, seconds }
}

/** A regular expression that matches a text as it stands. */
const literally = (text: string): string => text.replaceAll(/[^\w\s]/g, String.raw`\$&`)

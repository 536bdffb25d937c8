import { join } from "node:path"
import { postgresBinaries } from "../servers/postgres/binaries.ts"
import { startCluster } from "../servers/postgres/cluster.ts"
import type { Comparison } from "./comparison.ts"
import { writeHistory } from "./history.ts"
import { compare } from "./measurement.ts"
import { phasesOf, renderPhases } from "./phases.ts"
import { type Program, time } from "./timing.ts"

const size = 10
const rounds = 41

/** Measures how long the executable takes to come to its work, against a compiled hello world, and prints where it goes. */
export async function coldStart(sterna: string, folder: string): Promise<ReadonlyArray<Comparison>> {
  const hello = join(folder, "hello")
  await Bun.write(`${hello}.ts`, `console.log("hello")\n`)
  const flags = ["--compile", "--minify", "--bytecode", "--format=esm"]
  await time({ command: ["bun", "build", ...flags, "hello.ts", "--outfile", hello], folder })
  const floor: Program = { command: [hello], folder }

  const project = join(folder, "cold")
  await writeHistory(join(project, "migrations"), "ts", size)
  await using cluster = Bun.which("psql") === null
    ? undefined
    : await startCluster({ binaries: await postgresBinaries("installed") })
  const databases = [["SQLite", "sqlite:sterna.db"], ...cluster === undefined ? [] : [["PostgreSQL", cluster.url]]]

  const comparisons = [
    await compare("sterna --version", { command: [sterna, "--version"], folder }, "hello world, compiled", floor, {
      aim: 1.3,
      rounds,
    }),
  ]
  for (const [database = "", url = ""] of databases) {
    const status = [sterna, "status", "--check", "--url", url]
    await time({ command: [sterna, "migrate", "--url", url], folder: project })
    const measured: Program = { command: status, folder: project }
    comparisons.push(await compare(`sterna status, ${database}`, measured, "hello world, compiled", floor, { rounds }))
    console.error(`  in ms: ${renderPhases(phasesOf(traces(status, project)))}`)
  }
  return comparisons
}

/** What the phases of a start took, of as many starts as are measured. */
const traces = (command: ReadonlyArray<string>, folder: string): ReadonlyArray<string> =>
  Array.from({ length: rounds }, () => {
    const env = { ...process.env, STERNA_TRACE_STARTUP: "1" }
    return Bun.spawnSync([...command], { cwd: folder, env, stdout: "ignore", stderr: "pipe" }).stderr.toString()
  })

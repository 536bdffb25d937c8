/** Runs the checks, the build and the tests, and closes with one line that counts them: see scripts/test. */
import { Glob } from "bun"
import { rm } from "node:fs/promises"
import { startTestServers } from "../servers/test-servers.ts"
import { runTests } from "./bun-test.ts"
import { build, type Check, checks, type Outcome, run } from "./check.ts"
import { needsExecutable, needsServers, select } from "./selection.ts"
import { closingLine, count, faults, selected, slowest } from "./summary.ts"

const argument = process.argv[2]
const selection = select([...new Glob("test/**/*.test.ts").scanSync(".")].toSorted(), argument)
const whole = argument === undefined || argument === "quick"

const outcomes: Array<Outcome> = []
for (const check of whole ? checks : []) outcomes.push(await report(check))
if (whole || needsExecutable(selection)) {
  const outcome = await report(build)
  // Rather no executable than tests of an old one.
  if (!outcome.passed) await rm("dist/sterna", { force: true })
  outcomes.push(outcome)
}

const servers = needsServers(selection) ? await startTestServers(process.env) : undefined
Object.assign(process.env, servers?.environment)
const tests = await runTests(selection)
await servers?.stop()
printLine("tests", tests.exitCode === 0, tests.seconds)
const faulty = faults(tests, selection)
for (const fault of faulty) console.log(fault)

const cases = selected(tests.cases, selection)
console.log("\nSlowest tests")
for (const { file, name, seconds } of slowest(cases, 10)) {
  console.log(`${seconds.toFixed(2).padStart(8)} s  ${file}: ${name}`)
}

const counts = count(cases, outcomes, faulty.length)
console.log(`\n${closingLine(counts)}`)
process.exitCode = counts.failed > 0 ? 1 : 0

async function report(check: Check): Promise<Outcome> {
  const outcome = await run(check)
  printLine(outcome.name, outcome.passed, outcome.seconds)
  if (!outcome.passed) console.log(outcome.output)
  return outcome
}

function printLine(name: string, passed: boolean, seconds: number): void {
  console.log(`${passed ? "ok    " : "FAILED"} ${name.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s`)
}

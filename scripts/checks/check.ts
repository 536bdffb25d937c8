/** How a check ended. */
export interface Outcome {
  readonly name: string
  readonly passed: boolean
  readonly seconds: number
  readonly output: string
}

/** A command that passes when it exits 0. */
export interface Check {
  readonly name: string
  readonly command: ReadonlyArray<string>
  /** What to do when it fails and does not say so itself. */
  readonly remedy?: string
}

/** Runs a check to its end. */
export async function run({ command, name, remedy = "" }: Check): Promise<Outcome> {
  const start = performance.now()
  const env = { ...process.env, NO_COLOR: "1" }
  const child = Bun.spawn([...command], { env, stdin: "ignore", stdout: "pipe", stderr: "pipe" })
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { name, passed: code === 0, seconds: (performance.now() - start) / 1000, output: stdout + stderr + remedy }
}

/** A tool of node_modules, run by bun so that it does not depend on the machine's node. */
const tool = (name: string, ...args: ReadonlyArray<string>) => ["bun", "--bun", `node_modules/.bin/${name}`, ...args]

/** The checks before the build, in the order in which they run. */
export const checks: ReadonlyArray<Check> = [
  {
    name: "format",
    command: ["node_modules/.bin/dprint", "check", "--list-different"],
    remedy: "These files are not formatted: run node_modules/.bin/dprint fmt.",
  },
  { name: "lint", command: tool("oxlint") },
  { name: "types", command: tool("tsc", "--project", "tsconfig.json") },
  { name: "dead exports", command: tool("knip") },
  { name: "list of effect's modules", command: ["bun", "scripts/generated/effect-modules.ts", "--check"] },
  { name: "declarations", command: ["bun", "scripts/generated/declarations.ts", "--check"] },
  { name: "pages of the commands", command: ["bun", "scripts/generated/command-pages.ts", "--check"] },
  { name: "docstrings of the contract", command: ["bun", "scripts/generated/contract-members.ts", "--check"] },
]

/** The build, whose executable the end-to-end tests run. */
export const build: Check = { name: "build", command: ["./scripts/build"] }

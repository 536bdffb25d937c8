/** Compiles the executable: see scripts/build. */
import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { compile } from "./compile.ts"
import { targetOf } from "./target.ts"

const usage = "usage: scripts/build [--target TARGET] [--outfile PATH]"
const { outfile, target: name } = options()
const target = name === undefined ? undefined : targetOf(name)
if (typeof target === "string") refuse(target)
const path = name === undefined || target === undefined ? "dist/sterna" : `dist/sterna-${name}${target.extension}`
try {
  await compile({ target, outfile: outfile === undefined ? resolve(path) : resolve(from(), outfile) })
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

/** The folder that the script was started in, where a relative path of its caller is meant from. */
function from(): string {
  return process.env["STERNA_BUILD_FROM"] ?? "."
}

function options(): { readonly target?: string | undefined; readonly outfile?: string | undefined } {
  try {
    return parseArgs({ options: { target: { type: "string" }, outfile: { type: "string" } } }).values
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

function refuse(problem: string): never {
  console.error(`${problem}\n${usage}`)
  process.exit(2)
}

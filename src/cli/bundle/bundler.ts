/**
 * Makes a bundle: a program of its own, which the executable runs as if it were bun (`BUN_BE_BUN=1`). Its argument is the
 * path of a `BundlerRequest` in JSON. What the bundler says goes to the standard error.
 */
import * as Schema from "effect/Schema"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { compileShape, executableShape } from "./executable-shape.ts"

export const BundlerRequest = Schema.Struct({
  /** The entry of the bundle, and the folder beside it in which the runtime's chunks lie. */
  entry: Schema.String,
  runtime: Schema.String,
  /** Which chunk stands for a module that is imported by name. */
  modules: Schema.Record(Schema.String, Schema.String),
  /** Chunks that begin a thread. */
  workers: Schema.Array(Schema.String),
  out: Schema.String,
  /** As bun calls it. */
  target: Schema.optionalKey(Schema.TemplateLiteral(["bun-", Schema.String])),
})

const request = Schema.decodeSync(Schema.fromJsonString(BundlerRequest))(
  readFileSync(process.argv[2] ?? "", "utf8"),
)
const { entry, modules, out, runtime, target, workers } = request
const chunks = new Map(Object.entries(modules).map(([name, path]) => [name, join(runtime, path)]))

try {
  const { logs, success } = await Bun.build({
    entrypoints: [entry, ...workers.map((path) => join(runtime, path))],
    compile: {
      ...compileShape,
      outfile: out,
      // The driver's own type lists the targets; which there are, the bundler says.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      ...target === undefined ? {} : { target: target as Bun.Build.CompileTarget },
    },
    ...executableShape,
    plugins: [{
      name: "sterna",
      setup: (build) => {
        build.onResolve({ filter: /^(?:sterna|effect)(?:[:/]|$)/ }, ({ path }) => {
          const chunk = chunks.get(path)
          return chunk === undefined ? undefined : { path: chunk }
        })
      },
    }],
    throw: false,
  })
  for (const { message } of logs) process.stderr.write(`${message}\n`)
  process.exitCode = success ? 0 : 1
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`)
  process.exitCode = 1
}

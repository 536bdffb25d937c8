import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { gunzipSync } from "node:zlib"
import { UsageError } from "../usage-error.ts"

/** Sterna as a bundler can read it: the executable's own chunks are bytecode. */
const Runtime = Schema.Struct({
  /** The texts of its chunks, by path. */
  files: Schema.Record(Schema.String, Schema.String),
  /** Which of them stands for a module that is imported by name: `effect/Effect`, `sterna`. */
  modules: Schema.Record(Schema.String, Schema.String),
  /** Those that begin a thread. */
  workers: Schema.Array(Schema.String),
})

export type Runtime = typeof Runtime.Type

/** The name of the file in the executable; the build puts it there. */
const archive = "sterna-runtime"

const decodeRuntime = Schema.decodeUnknownSync(Schema.fromJsonString(Runtime))

/** Fails with `UsageError` where this is no executable. */
export const embeddedRuntime: Effect.Effect<Runtime, UsageError> = Effect.suspend(() => {
  const file = Bun.embeddedFiles.find((each) => "name" in each && String(each.name).startsWith(archive))
  if (file === undefined) {
    return Effect.fail(new UsageError({ problem: "Only the compiled executable can make a bundle: build it first." }))
  }
  return Effect.promise(async () => decodeRuntime(gunzipSync(await file.arrayBuffer()).toString()))
})

import * as Console from "effect/Console"
import type * as Effect from "effect/Effect"
import { standardError } from "./console.ts"
import { writesRecords } from "./output-mode.ts"
import { jsonLine } from "./report/event-json.ts"
import { record } from "./report/log.ts"
import { styleOf } from "./report/reader.ts"

/** Says on the standard error, also under `--quiet`, what is odd but no reason to stop. */
export const warn = (message: string): Effect.Effect<void> =>
  writesRecords()
    ? record("Warn", message, jsonLine("Warning", { message }))
    : Console.error(`${styleOf(standardError)("yellow", "warning:")} ${message}`)

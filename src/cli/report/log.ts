import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { LogLevel } from "effect/LogLevel"
import * as Schema from "effect/Schema"
import { elapsed } from "../../events/elapsed.ts"
import type { Event } from "../../events/event.ts"
import { Events } from "../../events/events.ts"
import { eventJson } from "./event-json.ts"
import { nothingToRun, progressOf, resultOf, warningOf } from "./event-text.ts"
import type { OutputOptions } from "./output-options.ts"
import type { Style } from "./style.ts"

/** The reader for `--log-format`: each event a record of the log, with its fields; results on the standard output. */
export const logReader = (options: OutputOptions, style: Style): Layer.Layer<Events> =>
  Layer.effect(
    Events,
    // The migration's own Console is another: what it prints is no result.
    Effect.map(Console.Console, (console) => ({
      emit: Effect.fnUntraced(function*(event: Event) {
        const level = levelOf(event, options)
        if (level !== undefined) {
          yield* record(level, messageOf(event), eventJson(event)).pipe(
            Effect.provideService(Console.Console, console),
          )
        }
        const result = resultOf(event, { repos: options.repos, tenants: options.tenants, style })
        if (result !== undefined) console.log(result)
      }),
    })),
  )

/** Writes a record whose fields are those of a line of JSON. */
export const record = (
  level: Exclude<LogLevel, "All" | "None">,
  message: string,
  json: string,
): Effect.Effect<void> => {
  const { schema: _, ...fields } = decodeFields(json)
  return Effect.annotateLogs(Effect.logWithLevel(level)(message), fields)
}

const decodeFields = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown)))

const messageOf = (event: Event): string => {
  const text = progressOf(event) ?? warningOf(event)?.replace(/^\w+: /, "")
  return text?.replace(/^== /, "").trim() ?? plainMessage(event)
}

/** What is said of an event that has no line of its own on the standard error. */
const plainMessage = (event: Event): string => {
  switch (event._tag) {
    case "StatementSent":
      return "statement sent"
    case "MigratorStatementSent":
      return "statement of the migrator sent"
    case "NothingToRun":
      return nothingToRun(event)
    case "RunFinished":
      return `${event.repo}: done in ${elapsed(event.durationMs)}`
    case "RunRehearsed":
      return `${event.repo}: dry run done in ${elapsed(event.durationMs)}`
    case "TenantStarted":
      return `${event.repo}: begins with a prefix`
    case "TenantFinished":
      return `${event.repo}: done with a prefix in ${elapsed(event.durationMs)}`
    case "TenantsFinished":
      return `${event.repo}: done with all prefixes in ${elapsed(event.durationMs)}`
    default:
      return event._tag
  }
}

const levelOf = (
  event: Event,
  { migratorStatements, quiet, statements }: OutputOptions,
): "Debug" | "Info" | "Warn" | undefined => {
  switch (event._tag) {
    case "Warning":
    case "MigrationRetried":
      return "Warn"
    case "MigratorStatementSent":
      return migratorStatements ? "Info" : quiet ? undefined : "Debug"
    case "ServerNotice":
      return event.severity === "WARNING" ? "Warn" : "Info"
    case "StatementSent":
      return statements ? "Info" : quiet ? undefined : "Debug"
    default:
      return quiet ? undefined : "Info"
  }
}

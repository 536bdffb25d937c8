import * as Result from "effect/Result"
import type { DatabaseError } from "sterna/dialect"
import { refuse } from "./refuse.ts"
import { merged, setting, type Settings } from "./settings.ts"

/**
 * What a service file says of a service (manual, 34.17), or `undefined` where it does not name it: sections `[service]`
 * with lines `parameter=value`; of two sections with the name the first counts.
 */
export function serviceOf(
  text: string,
  { file, service }: { readonly file: string; readonly service: string },
): Result.Result<Settings | undefined, DatabaseError> {
  const lines = text.split("\n").map((line) => line.trim())
  const start = lines.indexOf(`[${service}]`)
  if (start === -1) return Result.succeed(undefined)
  const source = `the service ${service} in ${file}`
  const end = lines.findIndex((line, index) => index > start && line.startsWith("["))
  const said = lines.slice(start + 1, end === -1 ? undefined : end).filter((line) =>
    line !== "" && !line.startsWith("#")
  )
  // As in libpq, what is set first stays.
  return merged(said.toReversed().map((line) => lineSetting(line, source)))
}

function lineSetting(line: string, source: string): Result.Result<Settings, DatabaseError> {
  const equals = line.indexOf("=")
  if (equals === -1) {
    return refuse(`A line of ${source} is neither parameter=value nor a section.`, "Correct the file.")
  }
  const name = line.slice(0, equals)
  if (name === "service" || name === "servicefile") {
    return refuse(`The parameter ${name} stands in ${source}, which may not name another.`, "Remove that line.")
  }
  return setting(name, line.slice(equals + 1), source)
}

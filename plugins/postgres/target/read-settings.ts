import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { type DatabaseError, type Environment, homeFolder } from "sterna/dialect"
import { environmentSettings } from "./environment.ts"
import { readService } from "./service.ts"
import type { Settings } from "./settings.ts"
import { urlSettings } from "./url.ts"

/**
 * The parameters of a connection from everywhere: what the URL says goes over a service file, and that over the variables
 * (manual, 34.17). May hold passwords. `directory` is where relative paths in the URL begin.
 */
export const readSettings = Effect.fnUntraced(function*(
  url: Redacted.Redacted<string>,
  environment: Environment,
  directory: string,
): Effect.fn.Return<Settings, DatabaseError> {
  const home = homeFolder(environment)
  const variables = yield* Effect.fromResult(environmentSettings(environment))
  const asked = yield* Effect.fromResult(urlSettings(Redacted.value(url), directory))
  const given = { ...variables, ...asked }
  const service = given.service === undefined
    ? {}
    : yield* readService(given.service.value, { environment, given, home })
  return { ...variables, ...service, ...asked }
})

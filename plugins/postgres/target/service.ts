import * as Effect from "effect/Effect"
import { join } from "node:path"
import type { DatabaseError, Environment } from "sterna/dialect"
import { readText } from "./files.ts"
import { unusable } from "./refuse.ts"
import { serviceOf } from "./service-file.ts"
import type { Settings } from "./settings.ts"

/**
 * What the service files say of a service (manual, 34.17): the user's file, `servicefile`, PGSERVICEFILE or
 * ~/.pg_service.conf, and, where that does not name the service, the machine's, pg_service.conf in PGSYSCONFDIR.
 */
export const readService = Effect.fnUntraced(function*(
  service: string,
  { environment, given, home }: { readonly given: Settings; readonly environment: Environment; readonly home: string },
): Effect.fn.Return<Settings, DatabaseError> {
  const files = [
    given.servicefile?.value ?? join(home, ".pg_service.conf"),
    ...systemFolders(environment).map((folder) => join(folder, "pg_service.conf")),
  ]
  for (const file of files) {
    const text = yield* readText(file)
    const settings = text === undefined ? undefined : yield* Effect.fromResult(serviceOf(text, { file, service }))
    if (settings !== undefined) return settings
  }
  return yield* unusable(
    `There is no service ${service}, which is asked for by ${given.service?.source ?? "the URL"}.`,
    `Add a section [${service}] to one of ${files.join(", ")}.`,
  )
})

/** libpq has one folder, fixed when it was built: Debian's, and PostgreSQL's own. */
const systemFolders = ({ PGSYSCONFDIR: folder }: Environment): ReadonlyArray<string> =>
  folder === undefined || folder === "" ? ["/etc/postgresql-common", "/usr/local/pgsql/etc"] : [folder]

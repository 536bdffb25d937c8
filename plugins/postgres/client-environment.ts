import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as fs from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { DatabaseError, type Environment } from "sterna/dialect"
import type { SessionOptions } from "./session.ts"
import type { PostgresHost } from "./target/host.ts"
import { isParameter, type Parameter, parameterNames, ruleOf } from "./target/parameter.ts"
import type { Settings } from "./target/settings.ts"

/** What is said of the server is what was found out by connecting to it: the one host of several that would do. */
const foundOut: ReadonlySet<Parameter> = new Set([
  "host",
  "hostaddr",
  "port",
  "dbname",
  "user",
  "password",
  "passfile",
  "service",
  "servicefile",
  "application_name",
  "fallback_application_name",
  "target_session_attrs",
  "load_balance_hosts",
  "client_encoding",
])

/**
 * The variables for a program of PostgreSQL's, `pg_dump` for example, that is to connect as a session did: nothing of it
 * stands in its arguments, which everyone on the machine may read. The rest of the environment is handed on.
 *
 * libpq has no variable for some parameters (manual, 34.15): they stand in a service file of their own (34.17), which is
 * gone with the scope.
 */
export const clientEnvironment = Effect.fnUntraced(function*(
  settings: Settings,
  { applicationName, host, target }: Pick<SessionOptions, "applicationName" | "host" | "target">,
  environment: Environment,
): Effect.fn.Return<Environment, DatabaseError, Scope.Scope> {
  const rules = parameterNames.filter(isParameter).map((name) => ({ name, variable: ruleOf(name).variable }))
  const ours = new Set(["PGREQUIRESSL", ...rules.map(({ variable }) => variable)])
  const handedOn = Object.entries(environment).filter(([name]) => !ours.has(name))
  const said = rules.flatMap(({ name, variable }) => {
    const value = settings[name]?.value
    return value === undefined || foundOut.has(name) ? [] : [{ name, variable, value }]
  })
  const lines = said.flatMap(({ name, value, variable }) => variable === undefined ? [`${name}=${value}`] : [])
  return {
    ...Object.fromEntries(handedOn),
    ...Object.fromEntries(said.flatMap(({ value, variable }) => variable === undefined ? [] : [[variable, value]])),
    ...hostVariables(host),
    PGDATABASE: target.database,
    PGUSER: target.user,
    PGAPPNAME: applicationName,
    PGGSSENCMODE: "disable",
    ...lines.length === 0 ? {} : yield* serviceVariables(lines),
  }
})

const hostVariables = (host: PostgresHost): Environment => ({
  ...host.kind === "socket" ? { PGHOST: dirname(host.path) } : { PGHOST: host.name },
  ...host.kind === "tcp" && host.address !== undefined ? { PGHOSTADDR: host.address } : {},
  PGPORT: String(host.port),
  ...host.password === undefined ? {} : { PGPASSWORD: Redacted.value(host.password) },
})

const service = "sterna"

const serviceVariables = (lines: ReadonlyArray<string>): Effect.Effect<Environment, DatabaseError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        // A folder of this user's alone.
        const folder = fs.mkdtempSync(join(tmpdir(), "sterna-"))
        const file = join(folder, "pg_service.conf")
        fs.writeFileSync(file, `[${service}]\n${lines.join("\n")}\n`, { mode: 0o600 })
        return { folder, file }
      },
      catch: (cause) =>
        new DatabaseError({
          kind: "unreachable",
          problem: `The settings for pg_dump could not be written: ${cause instanceof Error ? cause.message : ""}`,
        }),
    }),
    ({ folder }) => Effect.sync(() => fs.rmSync(folder, { recursive: true, force: true })),
  ).pipe(Effect.map(({ file }) => ({ PGSERVICE: service, PGSERVICEFILE: file })))

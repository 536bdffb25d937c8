import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { existsSync, readFileSync, statSync } from "node:fs"
import { clientEnvironment } from "../../../plugins/postgres/client-environment.ts"
import { postgresTarget } from "../../../plugins/postgres/target.ts"
import { readSettings } from "../../../plugins/postgres/target/read-settings.ts"
import type { Environment } from "../../../src/dialect/toolkit/client-program.ts"

/** What a program is given for a URL and variables, when the host at a position was reached. */
const given = <A>(url: string, variables: Environment, use: (environment: Environment) => A, host = 0): Promise<A> =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const environment = { HOME: "/nowhere", PATH: "/bin", ...variables }
    const target = yield* postgresTarget(Redacted.make(url), environment, "/app")
    const settings = yield* readSettings(Redacted.make(url), environment, "/app")
    const reached = target.hosts[host] ?? target.hosts[0]
    return use(
      yield* clientEnvironment(settings, { applicationName: "sterna test", host: reached, target }, environment),
    )
  })))

const always = { HOME: "/nowhere", PATH: "/bin", PGAPPNAME: "sterna test", PGGSSENCMODE: "disable" }

test.each<[url: string, variables: Environment, expected: Environment]>([
  [
    "postgres://ada:s%40cret@db.example:6432/blog?sslmode=require&connect_timeout=5",
    {},
    {
      PGHOST: "db.example",
      PGPORT: "6432",
      PGUSER: "ada",
      PGPASSWORD: "s@cret",
      PGDATABASE: "blog",
      PGSSLMODE: "require",
      PGCONNECT_TIMEOUT: "5",
    },
  ],
  [
    "postgres://",
    { PGHOST: "db", PGPORT: "1", PGUSER: "ada", PGDATABASE: "blog", PGPASSWORD: "secret", PGOPTIONS: "-c geqo=off" },
    {
      PGHOST: "db",
      PGPORT: "1",
      PGUSER: "ada",
      PGDATABASE: "blog",
      PGPASSWORD: "secret",
      PGOPTIONS: "-c geqo=off",
    },
  ],
  [
    "postgres://ada@/blog?host=/run/pg&hostaddr=",
    { PGHOST: "other", PGREQUIRESSL: "1", PGCLIENTENCODING: "LATIN1" },
    { PGHOST: "/run/pg", PGPORT: "5432", PGUSER: "ada", PGDATABASE: "blog", PGSSLMODE: "require" },
  ],
  [
    "postgres://ada@db/blog?hostaddr=127.0.0.1&sslcertmode=disable&ssl_min_protocol_version=TLSv1.3&target_session_attrs=any",
    {},
    {
      PGHOST: "db",
      PGHOSTADDR: "127.0.0.1",
      PGPORT: "5432",
      PGUSER: "ada",
      PGDATABASE: "blog",
      PGSSLCERTMODE: "disable",
      PGSSLMINPROTOCOLVERSION: "TLSv1.3",
    },
  ],
])("%s with %j", async (url, variables, expected) => {
  expect(await given(url, variables, (environment) => environment)).toEqual({ ...always, ...expected })
})

test("of several hosts the one that was reached", async () => {
  const url = "postgres://ada@one:1,two:2/blog?target_session_attrs=read-write&load_balance_hosts=random"
  expect(await given(url, {}, (environment) => environment, 1)).toEqual({
    ...always,
    PGHOST: "two",
    PGPORT: "2",
    PGUSER: "ada",
    PGDATABASE: "blog",
  })
})

test("what has no variable stands in a service file, which nobody else reads and which goes", async () => {
  const url = "postgres://ada@db/blog?sslpassword=gehe%20im&keepalives_idle=7&sslmode=disable"
  const file = await given(url, { PGSERVICEFILE: "/other" }, ({ PGSERVICE, PGSERVICEFILE = "", PGSSLMODE }) => {
    expect({ PGSERVICE, PGSSLMODE }).toEqual({ PGSERVICE: "sterna", PGSSLMODE: "disable" })
    expect(readFileSync(PGSERVICEFILE, "utf8")).toBe("[sterna]\nkeepalives_idle=7\nsslpassword=gehe im\n")
    expect(statSync(PGSERVICEFILE).mode & 0o777).toBe(0o600)
    return PGSERVICEFILE
  })
  expect(existsSync(file)).toBe(false)
})

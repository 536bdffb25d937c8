import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { environmentSettings, sessionParameters } from "../../../../plugins/postgres/target/environment.ts"
import { failureOf } from "./failure.ts"

test.each([
  ["PGHOST", "host", "db.example"],
  ["PGHOSTADDR", "hostaddr", "10.0.0.7"],
  ["PGPORT", "port", "6432"],
  ["PGDATABASE", "dbname", "blog"],
  ["PGUSER", "user", "ada"],
  ["PGPASSWORD", "password", "a %2F word"],
  ["PGPASSFILE", "passfile", "relative/pass"],
  ["PGSERVICE", "service", "main"],
  ["PGSERVICEFILE", "servicefile", "/etc/services"],
  ["PGOPTIONS", "options", "-c geqo=off"],
  ["PGAPPNAME", "application_name", "deploy"],
  ["PGCONNECT_TIMEOUT", "connect_timeout", "5"],
  ["PGTARGETSESSIONATTRS", "target_session_attrs", "read-write"],
  ["PGLOADBALANCEHOSTS", "load_balance_hosts", "random"],
  ["PGSSLMODE", "sslmode", "verify-full"],
  ["PGSSLNEGOTIATION", "sslnegotiation", "direct"],
  ["PGSSLROOTCERT", "sslrootcert", "/etc/ca.pem"],
  ["PGSSLCERT", "sslcert", "/etc/cert.pem"],
  ["PGSSLKEY", "sslkey", "/etc/key.pem"],
  ["PGSSLCERTMODE", "sslcertmode", "disable"],
  ["PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version", "TLSv1.3"],
  ["PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version", "TLSv1.3"],
  ["PGGSSENCMODE", "gssencmode", "disable"],
])("%s is %s", (variable, parameter, value) => {
  expect(environmentSettings({ [variable]: value })).toEqual(
    Result.succeed({ [parameter]: { value, source: variable } }),
  )
})

test("empty and foreign variables say nothing", () => {
  expect(environmentSettings({ PGHOST: "", PGSYSCONFDIR: "/etc", HOST: "db.example" })).toEqual(Result.succeed({}))
})

test("PGREQUIRESSL is overruled by PGSSLMODE", () => {
  const modeOf = (environment: Readonly<Record<string, string>>) =>
    Result.map(environmentSettings(environment), ({ sslmode }) => sslmode?.value)
  expect(modeOf({ PGREQUIRESSL: "1" })).toEqual(Result.succeed("require"))
  expect(modeOf({ PGREQUIRESSL: "0" })).toEqual(Result.succeed(undefined))
  expect(modeOf({ PGREQUIRESSL: "1", PGSSLMODE: "disable" })).toEqual(Result.succeed("disable"))
})

test("what Sterna cannot do is refused by the variable's name", () => {
  const error = failureOf(environmentSettings({ PGGSSENCMODE: "require" }))
  expect(error.problem).toContain("gssencmode asks, which is set by PGGSSENCMODE")
})

test("the variables of the session", () => {
  expect(sessionParameters({ PGDATESTYLE: "ISO, DMY", PGTZ: "Europe/Oslo", PGGEQO: "default", PGHOST: "db.example" }))
    .toEqual({ datestyle: "ISO, DMY", timezone: "Europe/Oslo" })
})

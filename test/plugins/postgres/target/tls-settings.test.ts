import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { type TlsSettings, tlsSettings } from "../../../../plugins/postgres/target/tls-settings.ts"
import { failureOf } from "./failure.ts"

const tls = (given: Readonly<Record<string, string>>) =>
  tlsSettings(Object.fromEntries(Object.entries(given).map(([name, value]) => [name, { value, source: "PGX" }])))

const usual: TlsSettings = { mode: "prefer", negotiation: "postgres", minVersion: "TLSv1.2", maxVersion: "TLSv1.3" }

test.each<[given: Readonly<Record<string, string>>, tls: Partial<TlsSettings>]>([
  [{}, {}],
  [{ sslmode: "disable" }, { mode: "disable" }],
  [{ sslmode: "verify-ca" }, { mode: "verify-ca" }],
  [{ sslrootcert: "system" }, { mode: "verify-full" }],
  [{ sslmode: "require", sslnegotiation: "direct" }, { mode: "require", negotiation: "direct" }],
  [{ ssl_min_protocol_version: "TLSv1.3" }, { minVersion: "TLSv1.3" }],
])("%j", (given, expected) => {
  expect(tls(given)).toEqual(Result.succeed({ ...usual, ...expected }))
})

test.each([
  [{ sslmode: "requier" }, "sslmode that is set by PGX is not known", "Did you mean require?"],
  [{ sslmode: "require", sslrootcert: "system" }, "sslrootcert=system", "sslmode=verify-full"],
  [{ sslnegotiation: "direct" }, "sslnegotiation=direct", "sslmode=require"],
  [{ sslcertmode: "require" }, "sslcertmode", "allow, disable"],
  [{ ssl_min_protocol_version: "TLSv1.3", ssl_max_protocol_version: "TLSv1.2" }, "above", "Leave one"],
])("%j is refused", (given, problem, hint) => {
  const error = failureOf(tls(given))
  expect(error.problem).toContain(problem)
  expect(error.hint).toContain(hint)
})

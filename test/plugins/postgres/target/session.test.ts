import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import { type PostgresSession, sessionOf } from "../../../../plugins/postgres/target/session.ts"
import { failureOf } from "./failure.ts"

const session = (given: Readonly<Record<string, string>>) =>
  sessionOf(
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, { value, source: "the URL" }])),
    { PGTZ: "Europe/Oslo" },
  )

const usual: PostgresSession = {
  loadBalanceHosts: false,
  targetSessionAttributes: "any",
  startupParameters: { timezone: "Europe/Oslo" },
  keepAlive: { idle: 30, interval: 10, count: 6 },
  userTimeoutMs: 90_000,
}

test.each<[given: Readonly<Record<string, string>>, session: Partial<PostgresSession>]>([
  [{}, {}],
  [{ target_session_attrs: "prefer-standby", load_balance_hosts: "random" }, {
    targetSessionAttributes: "prefer-standby",
    loadBalanceHosts: true,
  }],
  [{ connect_timeout: "10" }, { connectTimeout: Duration.seconds(10) }],
  [{ connect_timeout: "1" }, { connectTimeout: Duration.seconds(2) }],
  [{ connect_timeout: "0" }, {}],
  [{ connect_timeout: "-1" }, {}],
  [{ application_name: "deploy", fallback_application_name: "ci" }, { applicationName: "deploy" }],
  [{ fallback_application_name: "ci" }, { applicationName: "ci" }],
  [{ options: "-c geqo=off" }, { startupParameters: { timezone: "Europe/Oslo", options: "-c geqo=off" } }],
  [{ keepalives: "1", keepalives_idle: "60", keepalives_interval: "5", keepalives_count: "3" }, {
    keepAlive: { idle: 60, interval: 5, count: 3 },
  }],
  [{ keepalives_idle: "0" }, {}],
  [{ tcp_user_timeout: "5000" }, { userTimeoutMs: 5000 }],
  [{ tcp_user_timeout: "0" }, { userTimeoutMs: 0 }],
])("%j", (given, expected) => {
  expect(session(given)).toEqual(Result.succeed({ ...usual, ...expected }))
})

test("keepalives can be switched off", () => {
  const off = session({ keepalives: "0", keepalives_idle: "30" })
  expect(Result.map(off, ({ keepAlive }) => keepAlive)).toEqual(Result.succeed(undefined))
})

test.each([
  [{ keepalives_count: "few" }, "keepalives_count", "decimal digits"],
  [{ target_session_attrs: "read-wirte" }, "target_session_attrs", "Did you mean read-write?"],
  [{ load_balance_hosts: "true" }, "load_balance_hosts", "disable, random"],
  [{ connect_timeout: "10s" }, "connect_timeout", "decimal digits"],
])("%j is refused", (given, problem, hint) => {
  const error = failureOf(session(given))
  expect(error.problem).toContain(problem)
  expect(error.hint).toContain(hint)
})

import * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import type { DatabaseError } from "sterna/dialect"
import { type Environment, sessionParameters } from "./environment.ts"
import { choice, type Settings, wholeNumber } from "./settings.ts"

/** What a connection asks of the server and of the network, whatever the host. */
export interface PostgresSession {
  /** `true`: the hosts are tried in an order of chance. */
  readonly loadBalanceHosts: boolean
  /** Which of the hosts will do: `"any"` unless told otherwise. */
  readonly targetSessionAttributes: TargetSessionAttributes
  /** How long one host may take to accept; for ever where it is left out. */
  readonly connectTimeout?: Duration.Duration
  /** As the user named it, to be shown by `pg_stat_activity`. */
  readonly applicationName?: string
  /** Further parameters of the session for the startup message: `options`, `datestyle`, `timezone`, `geqo`. */
  readonly startupParameters: Readonly<Record<string, string>>
  /** Seconds of silence after which the connection's other end is asked whether it still lives; 0 for never. */
  readonly keepAliveSeconds?: number
}

export type TargetSessionAttributes = typeof targetSessionAttributes[number]

const targetSessionAttributes = [
  "any",
  "read-write",
  "read-only",
  "primary",
  "standby",
  "prefer-standby",
] as const

/** Reads what settings and variables say of the session (manual, 34.1.2 and 34.15). */
export function sessionOf(
  settings: Settings,
  environment: Environment,
): Result.Result<PostgresSession, DatabaseError> {
  const { connect_timeout, keepalives, keepalives_idle, load_balance_hosts, options, target_session_attrs } = settings
  const none = Result.succeed(undefined)
  return Result.map(
    Result.all({
      attributes: target_session_attrs === undefined
        ? none
        : choice("target_session_attrs", target_session_attrs, targetSessionAttributes),
      balance: load_balance_hosts === undefined
        ? none
        : choice("load_balance_hosts", load_balance_hosts, ["disable", "random"]),
      timeout: connect_timeout === undefined ? none : wholeNumber("connect_timeout", connect_timeout),
      alive: keepalives === undefined ? none : wholeNumber("keepalives", keepalives),
      idle: keepalives_idle === undefined ? none : wholeNumber("keepalives_idle", keepalives_idle),
    }),
    ({ alive, attributes = "any", balance, idle, timeout = 0 }) => {
      const applicationName = settings.application_name?.value ?? settings.fallback_application_name?.value
      const keepAliveSeconds = alive === 0 ? 0 : idle
      return {
        loadBalanceHosts: balance === "random",
        targetSessionAttributes: attributes,
        startupParameters: {
          ...sessionParameters(environment),
          ...options === undefined ? {} : { options: options.value },
        },
        ...timeout > 0 ? { connectTimeout: Duration.seconds(Math.max(timeout, leastTimeout)) } : {},
        ...applicationName === undefined ? {} : { applicationName },
        ...keepAliveSeconds === undefined ? {} : { keepAliveSeconds },
      }
    },
  )
}

/** Seconds; a shorter `connect_timeout` is taken as this (manual, 34.1.2). */
const leastTimeout = 2

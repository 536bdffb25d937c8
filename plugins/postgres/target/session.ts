import * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import type { DatabaseError, Environment } from "sterna/dialect"
import { sessionParameters } from "./environment.ts"
import { type KeepAlive, keepAliveOf } from "./keep-alive.ts"
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
  /** How it is found out that nobody is there any more; left out for never. */
  readonly keepAlive?: KeepAlive
  /** Milliseconds that what was sent may stay unconfirmed by the other end's machine; 0 for as the system has it. */
  readonly userTimeoutMs: number
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
  const { connect_timeout, load_balance_hosts, options, target_session_attrs, tcp_user_timeout } = settings
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
      userTimeout: tcp_user_timeout === undefined ? none : wholeNumber("tcp_user_timeout", tcp_user_timeout),
      keepAlive: keepAliveOf(settings),
    }),
    ({ attributes = "any", balance, keepAlive, timeout = 0, userTimeout = defaultUserTimeoutMs }) => {
      const applicationName = settings.application_name?.value ?? settings.fallback_application_name?.value
      return {
        loadBalanceHosts: balance === "random",
        targetSessionAttributes: attributes,
        startupParameters: {
          ...sessionParameters(environment),
          ...options === undefined ? {} : { options: options.value },
        },
        ...timeout > 0 ? { connectTimeout: Duration.seconds(Math.max(timeout, leastTimeout)) } : {},
        ...applicationName === undefined ? {} : { applicationName },
        ...keepAlive === undefined ? {} : { keepAlive },
        userTimeoutMs: Math.max(userTimeout, 0),
      }
    },
  )
}

/** Seconds; a shorter `connect_timeout` is taken as this (manual, 34.1.2). */
const leastTimeout = 2

/** As long as keepalive takes: libpq leaves it to the system, which tries for some 15 minutes (tcp(7), `tcp_retries2`). */
const defaultUserTimeoutMs = 90_000

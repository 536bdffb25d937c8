import * as Result from "effect/Result"
import type { DatabaseError } from "sterna/dialect"
import { type Settings, wholeNumber } from "./settings.ts"

/** How a connection's other end is asked whether it is still there. */
export interface KeepAlive {
  /** Seconds of silence after which it is asked. */
  readonly idle: number
  /** Seconds until it is asked again. */
  readonly interval: number
  /** How often it is asked without an answer, until the connection is taken for lost. */
  readonly count: number
}

/** Where libpq leaves it to the system, that is two hours: too long for others that wait for the lock. */
const usual: KeepAlive = { idle: 30, interval: 10, count: 6 }

/** Reads `keepalives` and what belongs to it (manual, 34.1.2); `undefined` where it is switched off. A 0 is the usual. */
export function keepAliveOf(settings: Settings): Result.Result<KeepAlive | undefined, DatabaseError> {
  const number = (name: "keepalives" | `keepalives_${keyof KeepAlive}`, otherwise: number) => {
    const given = settings[name]
    return given === undefined
      ? Result.succeed(otherwise)
      : Result.map(wholeNumber(name, given), (value) => name !== "keepalives" && value <= 0 ? otherwise : value)
  }
  return Result.map(
    Result.all({
      on: number("keepalives", 1),
      idle: number("keepalives_idle", usual.idle),
      interval: number("keepalives_interval", usual.interval),
      count: number("keepalives_count", usual.count),
    }),
    ({ on, ...keepAlive }) => on === 0 ? undefined : keepAlive,
  )
}

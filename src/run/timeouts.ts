import * as Effect from "effect/Effect"
import type { Dialect } from "../dialect/dialect.ts"
import type { Server } from "../dialect/server.ts"
import { type StatementTimeouts, timeoutNames } from "../dialect/statement-timeouts.ts"
import { durationOf } from "../migration/duration.ts"
import type { MigrationOptions } from "../migration/migration.ts"
import { type Refusal, unsupported } from "../migration/refusal.ts"
import type { Session } from "./session.ts"

/** The timeouts of a migration: its own, else those of the run. */
export const timeoutsOf = (own: MigrationOptions, run: StatementTimeouts): StatementTimeouts => ({
  ...run,
  ...own.lockTimeout === undefined ? {} : { lockTimeout: durationOf(own.lockTimeout) },
  ...own.statementTimeout === undefined ? {} : { statementTimeout: durationOf(own.statementTimeout) },
})

const defaultRetries = 3

/**
 * How often a migration is tried again: as it says itself, else as the run does. Where nobody says it, a database that
 * bounds no single wait gets no second try: it has waited for all of its patience.
 */
export const retriesOf = (own: MigrationOptions, run: number | undefined, { capabilities }: Dialect): number =>
  own.retries ?? run ?? (capabilities.lockTimeout ? defaultRetries : 0)

/** How each timeout is written where it was asked for. */
type TimeoutNames = { readonly [name in (typeof timeoutNames)[number]]: string }

/** How a run says its timeouts. */
export const runTimeouts = (repo: string): TimeoutNames => ({
  lockTimeout: `Repo ${repo}: --statement-lock-timeout, or statementLockTimeout`,
  statementTimeout: `Repo ${repo}: --statement-timeout, or statementTimeout`,
})

/** Why a database cannot bound its statements so, if it cannot; also why this server of its kind cannot. */
export const refuseTimeouts = (
  timeouts: { readonly [name in (typeof timeoutNames)[number]]?: unknown },
  { capabilities, capabilitiesOf, name }: Dialect,
  names: TimeoutNames,
  server?: Server,
): Refusal | undefined => {
  const able = server === undefined ? capabilities : capabilitiesOf?.(server) ?? capabilities
  const missing = timeoutNames.find((each) => timeouts[each] !== undefined && !able[each])
  if (missing === undefined) return undefined
  const place = server === undefined || !capabilities[missing] ? name : `${server.flavour} ${server.version}`.trimEnd()
  return unsupported(
    missing === "lockTimeout"
      ? `${names.lockTimeout}: on ${place} a single statement's wait for a lock cannot be bounded.`
      : `${names.statementTimeout}: on ${place} the time that a statement takes cannot be bounded.`,
    missing === "lockTimeout"
      ? "Leave it out: every wait for the database is bounded by --lock-timeout."
      : "Leave it out.",
  )
}

/** Runs what stands in no transaction under timeouts of the session, which has its own again afterwards. */
export const withSessionTimeouts = <A, E, R>(
  session: Session,
  timeouts: StatementTimeouts,
  work: Effect.Effect<A, E, R>,
) => {
  const { reset = [], set = [] } = session.dialect.transaction.session?.(timeouts) ?? {}
  if (set.length === 0) return work
  return Effect.andThen(session.batch(set), work).pipe(Effect.ensuring(Effect.ignore(session.batch(reset))))
}

import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type * as Scope from "effect/Scope"
import { DatabaseError, inOwnScope, type NotLetIn, placeOf } from "sterna/dialect"
import { openSession } from "./open-session.ts"
import type { Session, SessionOptions } from "./session.ts"
import type { Encryption } from "./socket.ts"
import type { TargetSessionAttributes } from "./target/session.ts"
import type { PostgresTls } from "./target/tls.ts"
import { timeoutError } from "./unreachable.ts"

/** What all sessions with one target share. */
export type ReachOptions = Pick<SessionOptions, "target" | "applicationName" | "notice">

/**
 * Opens a session with the first of a target's hosts that will do; ended with the scope.
 *
 * Fails with `unreachable`, and says of each host why.
 */
export const reach = Effect.fnUntraced(function*(
  options: ReachOptions,
): Effect.fn.Return<Session, DatabaseError, Scope.Scope> {
  const { hosts, loadBalanceHosts, targetSessionAttributes } = options.target
  const order = loadBalanceHosts ? yield* Random.shuffle(hosts) : hosts
  // A standby is preferred: where none is found, any will do.
  const rounds: ReadonlyArray<TargetSessionAttributes> = targetSessionAttributes === "prefer-standby"
    ? ["standby", "any"]
    : [targetSessionAttributes]
  const errors: Array<DatabaseError> = []
  for (const attributes of rounds) {
    for (const host of order) {
      const outcome = yield* Effect.result(inOwnScope(fitting({ ...options, host }, attributes)))
      if (outcome._tag === "Success") return outcome.success
      errors.push(outcome.failure)
    }
  }
  const [error] = errors
  if (error !== undefined && errors.length === 1) return yield* error
  // Where all servers that answered say the same, it is known what is missing: a database for example.
  const [code, ...otherCodes] = new Set(errors.flatMap((each) => /^\d/.test(each.code ?? "") ? [each.code] : []))
  return yield* new DatabaseError({
    kind: "unreachable",
    ...code === undefined || otherCodes.length > 0 ? {} : { code },
    problem: `None of the hosts could be connected to: ${errors.map(({ problem }) => problem).join("; ")}`,
    hint: "Check the hosts in the URL, and target_session_attrs.",
    ...errors.some(({ transient }) => transient === true) ? { transient: true } : {},
  })
})

const fitting = Effect.fnUntraced(function*(
  options: Omit<SessionOptions, "encryption">,
  attributes: TargetSessionAttributes,
): Effect.fn.Return<Session, DatabaseError, Scope.Scope> {
  const { host, target } = options
  const timeout = target.connectTimeout
  const connecting = letIn(options)
  const session = yield* timeout === undefined
    ? connecting
    : Effect.timeoutOrElse(connecting, { duration: timeout, orElse: () => Effect.fail(timeoutError(host, timeout)) })
  if (attributes === "any" || attributes === "prefer-standby") return session
  const is = yield* stateOf(session)
  const fits = attributes === "read-write"
    ? !is.readOnly
    : attributes === "read-only"
    ? is.readOnly
    : is.standby === (attributes === "standby")
  if (fits) return session
  return yield* new DatabaseError({
    kind: "unreachable",
    problem: `${placeOf(host)} is not ${attributes}, as target_session_attrs asks for`,
    hint: "Name another host, or another target_session_attrs.",
    // A standby is soon the primary one where that has failed.
    transient: true,
  })
})

/** Tries the kinds of encryption that the target allows, in libpq's order (its manual, 34.19.3). */
const letIn = Effect.fnUntraced(function*(
  options: Omit<SessionOptions, "encryption">,
): Effect.fn.Return<Session, DatabaseError, Scope.Scope> {
  const [first, ...others] = encryptions(options.target.tls)
  let outcome = yield* Effect.result(inOwnScope(openSession({ ...options, encryption: first })))
  for (const encryption of others) {
    if (outcome._tag === "Success" || !outcome.failure.byEncryption) break
    const before: NotLetIn = outcome.failure
    outcome = yield* Effect.result(inOwnScope(openSession({ ...options, encryption })))
    // The first refusal says more than that the server has no TLS either.
    if (outcome._tag === "Failure") return yield* before.error
  }
  if (outcome._tag === "Failure") return yield* outcome.failure.error
  return outcome.success
})

const encryptions = ({ mode }: PostgresTls): readonly [Encryption, ...ReadonlyArray<Encryption>] => {
  switch (mode) {
    case "disable":
      return ["none"]
    case "allow":
      return ["none", "required"]
    case "prefer":
      return ["if offered", "none"]
    case "require":
    case "verify-ca":
    case "verify-full":
      return ["required"]
  }
}

/** Said in the greeting from PostgreSQL 14 on; an older server is asked. */
const stateOf = Effect.fnUntraced(function*(session: Session) {
  const standby = session.parameter("in_hot_standby")
  const readOnly = session.parameter("default_transaction_read_only")
  if (standby !== undefined && readOnly !== undefined) {
    return { standby: standby === "on", readOnly: readOnly === "on" || standby === "on" }
  }
  const [answer] = yield* session.send([
    { sql: "SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') = 'on' AS read_only" },
  ])
  if (answer?._tag !== "Done") return { standby: false, readOnly: false }
  const [row] = answer.rows
  return { standby: row?.["standby"] === true, readOnly: row?.["read_only"] === true }
})

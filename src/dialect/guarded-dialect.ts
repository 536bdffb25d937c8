import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { DatabaseError } from "../migration/database-error.ts"
import { Refusal } from "../migration/refusal.ts"
import type { Connection } from "./connection.ts"
import type { Dialect } from "./dialect.ts"
import type { LedgerStatements } from "./ledger-table.ts"
import { pluginAnswered, pluginThrew } from "./plugin-failed.ts"
import type { PluginSource } from "./plugin-source.ts"
import type { ServerSessions } from "./server-session.ts"
import type { Storage } from "./storage.ts"
import type { Structure } from "./structure.ts"
import type { SearchPathStatements, TransactionStatements } from "./transaction-statements.ts"
import type { LockAttempt } from "./try-lock.ts"
import type { VersionsStatements } from "./versions-table.ts"

/** What a function of the contract answers with. */
type Answer<Returned> = Returned extends Effect.Effect<infer Value, infer _Error, infer _Services>
  ? [Value] extends [never] ? "effect" : Value extends Connection ? "connection" : Value extends LockAttempt ? "lock"
  : "effect"
  : Returned extends Result.Result<unknown, unknown> ? "result"
  : "value"

/** The functions of a part of the contract, each with what it answers with: one that is new there has to stand here. */
type Answers<Part> = {
  readonly [
    Member in keyof Part as NonNullable<Part[Member]> extends (...parameters: never) => unknown ? Member : never
  ]-?: NonNullable<Part[Member]> extends (...parameters: never) => infer Returned ? Answer<Returned> : never
}

type AnswerKind = Answers<Dialect>[keyof Answers<Dialect>]

const ofDialect: Answers<Dialect> = {
  capabilitiesOf: "value",
  lexiconOf: "value",
  quoteName: "result",
  placeholder: "value",
  compile: "result",
  refuseNames: "value",
  connect: "connection",
  nature: "value",
  probe: "effect",
  nontransactionalTables: "effect",
  tryLock: "lock",
  inspect: "effect",
  copySchema: "connection",
  rebuild: "result",
  refuseInTransaction: "value",
  refuseUnderLock: "value",
  refuseRelease: "value",
  refuseDrop: "effect",
  rival: "effect",
  recover: "effect",
}

const ofTransaction: Answers<TransactionStatements> = {
  begin: "value",
  restore: "value",
  violations: "effect",
  session: "value",
  isOpen: "effect",
}

const ofVersions: Answers<VersionsStatements> = {
  create: "value",
  addColumn: "value",
  columns: "effect",
  select: "value",
  locate: "effect",
  refuseHidden: "effect",
  mayCreate: "effect",
  insert: "value",
  delete: "value",
  setChecksum: "value",
}

const ofLedger: Answers<LedgerStatements> = {
  create: "value",
  select: "value",
  write: "value",
  claim: "value",
  takeOver: "value",
  delete: "value",
  deleteStep: "value",
}

const ofSearchPath: Answers<SearchPathStatements> = { set: "value" }
const ofSessions: Answers<ServerSessions> = { identify: "effect", find: "effect", end: "effect" }
const ofStorage: Answers<Storage> = { locate: "effect", create: "effect", drop: "effect" }
const ofStructure: Answers<Structure> = { dump: "effect", load: "effect" }
const ofConnection: Answers<Connection> = {
  query: "effect",
  batch: "effect",
  wholeTransaction: "value",
  restoreSettings: "effect",
}

/**
 * The dialect of a plugin, whose code is not ours: whatever it throws, fails with against the contract, or answers with that is
 * no Effect where one is due, is a `PluginFailed` that names the plugin and the member. It is a defect, since any member may
 * do it: `withPluginFailures` makes an error of it. A plugin gets its own connections back, and not those that are guarded here.
 */
export const guardedDialect = (dialect: Dialect, source: PluginSource): Dialect => {
  const own = new WeakMap<object, Connection>()

  const guarded = (part: object, code: Code, answer: AnswerKind, place: string): Code => {
    const call = (parameters: ReadonlyArray<unknown>): unknown => {
      const theirs = parameters.map((each) => typeof each === "object" && each !== null ? own.get(each) ?? each : each)
      try {
        return Reflect.apply(code, part, theirs)
      } catch (cause) {
        throw pluginThrew(source, place, "threw", cause)
      }
    }
    if (answer === "value" || answer === "result") {
      return (...parameters) => {
        const value = call(parameters)
        if (answer === "result" && !Result.isResult(value)) throw answered(place, value, "a Result")
        if (value instanceof Promise || Effect.isEffect(value)) throw answered(place, value, "the value itself")
        return value
      }
    }
    return (...parameters) =>
      Effect.suspend(() => {
        const effect = call(parameters)
        if (!isEffect(effect)) throw answered(place, effect, "an Effect")
        const run = watched(effect, place)
        if (answer === "connection") return Effect.map(run, (made) => guardedConnection(made, place))
        return answer === "lock" ? Effect.map(run, (attempt) => guardedAttempt(attempt, place)) : run
      })
  }

  const answered = (place: string, value: unknown, due: string) => {
    // A promise that fails as well would be told by itself, where nobody waits for it.
    if (value instanceof Promise) value.catch(() => undefined)
    return pluginAnswered(source, place, `${wordFor(value)}, and not with ${due}`)
  }

  const watched = (effect: OfContract, place: string): OfContract =>
    Effect.catchCause(effect, (cause) =>
      Effect.failCause(Cause.fromReasons(cause.reasons.map((reason) => {
        if (Cause.isDieReason(reason)) return Cause.makeDieReason(pluginThrew(source, place, "threw", reason.defect))
        if (!Cause.isFailReason(reason) || isOfContract(reason.error)) return reason
        return Cause.makeDieReason(
          pluginThrew(source, place, "failed with what is neither a DatabaseError nor a Refusal", reason.error),
        )
      }))))

  const guardedPart = <Part extends object>(part: Part, answers: Answers<Part>, place: string): Part => {
    const members = Object.entries<AnswerKind>(answers).flatMap(([member, answer]) => {
      const code: unknown = Reflect.get(part, member)
      return isCode(code) ? [[member, guarded(part, code, answer, `${place}${member}`)] as const] : []
    })
    return Object.assign({ ...part }, Object.fromEntries(members))
  }

  const guardedConnection = (made: unknown, place: string): unknown => {
    if (!isConnection(made)) throw answered(place, made, "a connection")
    const connection = guardedPart(made, ofConnection, "connection.")
    const { reset, server } = made
    const whole = { ...connection, server, ...isEffect(reset) ? { reset: watched(reset, "connection.reset") } : {} }
    own.set(whole, made)
    return whole
  }

  const guardedAttempt = (attempt: unknown, place: string): unknown => {
    if (typeof attempt !== "object" || attempt === null || !("acquired" in attempt)) {
      throw answered(place, attempt, "what came of it")
    }
    return "lost" in attempt && isEffect(attempt.lost)
      ? { ...attempt, lost: watched(attempt.lost, `${place}.lost`) }
      : attempt
  }

  const { ledger, searchPath, sessions, storage, structure, transaction, versions } = dialect
  return Object.freeze({
    ...guardedPart(dialect, ofDialect, ""),
    transaction: guardedPart(transaction, ofTransaction, "transaction."),
    versions: guardedPart(versions, ofVersions, "versions."),
    ledger: guardedPart(ledger, ofLedger, "ledger."),
    ...searchPath && { searchPath: guardedPart(searchPath, ofSearchPath, "searchPath.") },
    ...sessions && { sessions: guardedPart(sessions, ofSessions, "sessions.") },
    ...storage && { storage: guardedPart(storage, ofStorage, "storage.") },
    ...structure && { structure: guardedPart(structure, ofStructure, "structure.") },
  })
}

type Code = (...parameters: ReadonlyArray<unknown>) => unknown

const isCode = (value: unknown): value is Code => typeof value === "function"

type OfContract = Effect.Effect<unknown, DatabaseError | Refusal>

const isEffect = (value: unknown): value is OfContract => Effect.isEffect(value)

/** A plugin without types may fail with anything. */
const isOfContract = (error: unknown): boolean => error instanceof DatabaseError || error instanceof Refusal

const isConnection = (value: unknown): value is Connection =>
  typeof value === "object" && value !== null && "server" in value && "query" in value && "batch" in value

const wordFor = (value: unknown): string =>
  value === undefined || value === null
    ? String(value)
    : value instanceof Promise
    ? "a promise"
    : Effect.isEffect(value)
    ? "an Effect"
    : typeof value === "object"
    ? "an object"
    : `a ${typeof value}`

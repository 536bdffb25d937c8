import * as Cause from "effect/Cause"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { PluginSource } from "./plugin-source.ts"

/** The code of a plugin has done what the contract does not know: it threw, or answered with something else. */
export class PluginFailed extends Data.TaggedError("PluginFailed")<{
  /** The plugin's path or name. */
  readonly plugin: string
  /** Who names the plugin: `sterna.config.ts`. */
  readonly origin: string
  /** The member of the contract, as it is reached from the dialect: `transaction.begin`, `connection.query`. */
  readonly member: string
  /** What the member did: it begins in lower case and ends without a full stop. */
  readonly problem: string
  /** The lines of code that led there. */
  readonly trace: string | undefined
}> {
  /** What happened, without the next step. */
  get sentence(): string {
    return `Plugin ${this.plugin} (${this.origin}): its \`${this.member}\` ${this.problem}.`
  }

  override get message(): string {
    return `${this.sentence} ${faultOfPlugin}`
  }
}

/** The next step. */
export const faultOfPlugin = "That is a fault of the plugin: report it to its author."

/** Whether nobody knows if the server has done what was under way: the plugin failed between it and Sterna. */
export const failedBetween = (error: { readonly _tag: string }): boolean =>
  error instanceof PluginFailed && error.member.startsWith("connection.")

/** What a member of a plugin threw. */
export const pluginThrew = (
  { from: plugin, origin }: PluginSource,
  member: string,
  way: "threw" | "failed with what is neither a DatabaseError nor a Refusal",
  cause: unknown,
): PluginFailed =>
  cause instanceof PluginFailed
    ? cause
    : new PluginFailed({
      plugin,
      origin,
      member,
      problem: `${way}: ${textOf(cause)}`,
      trace: cause instanceof Error ? cause.stack : undefined,
    })

/** A member of a plugin answered with something else than the contract says: `"a promise, and not an Effect"`. */
export const pluginAnswered = ({ from: plugin, origin }: PluginSource, member: string, what: string): PluginFailed =>
  new PluginFailed({ plugin, origin, member, problem: `answered with ${what}`, trace: undefined })

const textOf = (cause: unknown): string => {
  const text = cause instanceof Error
    ? cause.message === "" ? cause.name : cause.message
    : Result.getOrElse(Result.try(() => String(cause)), () => "an unknown value")
  return text.replace(/\.$/, "")
}

/** What something failed with: its error, or else the failure of a plugin; `undefined` where it is neither. */
export const errorOf = <E>(cause: Cause.Cause<E>): E | PluginFailed | undefined =>
  Option.getOrUndefined(Cause.findErrorOption(cause)) ?? pluginFailureOf(cause)

/** The failure of a plugin among the defects of a cause. */
const pluginFailureOf = (cause: Cause.Cause<unknown>): PluginFailed | undefined =>
  cause.reasons.filter(Cause.isDieReason).map(({ defect }) => defect).find((defect) => defect instanceof PluginFailed)

/**
 * Work in which the failure of a plugin, wherever it happened, is a typed error. What has failed besides goes first, and so does
 * an interrupt.
 */
export const withPluginFailures = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E | PluginFailed, R> =>
  Effect.catchCause(work, (cause): Effect.Effect<never, E | PluginFailed> => {
    const failure = Cause.hasFails(cause) || Cause.hasInterrupts(cause) ? undefined : pluginFailureOf(cause)
    return failure === undefined ? Effect.failCause(cause) : Effect.fail(failure)
  })

import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { prefixesOf } from "../config/tenants.ts"
import { toggle } from "./output-flags.ts"
import { UsageError } from "./usage-error.ts"

/** The flags of a command that works on several prefixes. */
export const tenantFlags = {
  prefixes: Flag.String("prefixes").pipe(
    Flag.withMetavar("NAMES"),
    Flag.withDescription("Several prefixes, each with its own versions table: a,b,c"),
    Flag.filterMap(
      (text) => Option.liftPredicate(prefixesOf(text), (names) => names.length > 0),
      () => "Expected prefixes, with commas between them",
    ),
    Flag.optional,
  ),
  prefixesQuery: Flag.String("prefixes-query").pipe(
    Flag.withMetavar("SQL"),
    Flag.withDescription("The prefixes are what this query answers in its first column, within the statement timeout"),
    Flag.optional,
  ),
  concurrency: Flag.String("concurrency").pipe(
    Flag.withMetavar("COUNT"),
    Flag.withDescription("How many prefixes are worked on at once (default 4), with up to two connections for each"),
    Flag.filterMap(
      (text) => /^[1-9]\d{0,3}$/.test(text) ? Option.some(Number(text)) : Option.none(),
      () => "Expected a number from 1 to 9999",
    ),
    Flag.optional,
  ),
  keepGoing: toggle("keep-going", "Go on with the other prefixes when one has failed"),
}

export type TenantFlags = Command.Command.Config.Infer<typeof tenantFlags>

/** Which prefixes a command works on, and how. */
export interface Tenants {
  /** The prefixes, or the query that answers with them. */
  readonly prefixes: ReadonlyArray<string> | { readonly query: string }
  /** How many at once. */
  readonly concurrency: number
  readonly keepGoing: boolean
}

const defaultConcurrency = 4

/** What the flags say of several prefixes; `undefined` where they name none. Fails where they do not go together. */
export const tenantsOf = (
  flags: TenantFlags & { readonly prefix: Option.Option<string>; readonly searchPath?: boolean },
): Effect.Effect<Tenants | undefined, UsageError> => {
  const refuse = (problem: string) => Effect.fail(new UsageError({ problem }))
  const { concurrency, keepGoing, prefix, prefixes, prefixesQuery, searchPath = false } = flags
  const said = [
    ...Option.isSome(prefix) ? ["--prefix"] : [],
    ...Option.isSome(prefixes) ? ["--prefixes"] : [],
    ...Option.isSome(prefixesQuery) ? ["--prefixes-query"] : [],
  ]
  if (said.length > 1) return refuse(`Say one of ${said.join(" and ")}.`)
  if (said.length === 0 && searchPath) return refuse("--search-path needs a prefix: say which with --prefix.")
  const query = Option.map(prefixesQuery, (text) => ({ query: text }))
  const named = Option.getOrUndefined(Option.orElse(prefixes, () => query))
  if (named !== undefined) {
    return Effect.succeed({
      prefixes: named,
      concurrency: Option.getOrElse(concurrency, () => defaultConcurrency),
      keepGoing,
    })
  }
  const lone = keepGoing ? "--keep-going" : Option.isSome(concurrency) ? "--concurrency" : undefined
  return lone === undefined
    ? Effect.undefined
    : refuse(`${lone} is said of several prefixes: name them with --prefixes or --prefixes-query.`)
}

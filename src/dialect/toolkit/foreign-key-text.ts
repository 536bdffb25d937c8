import * as Result from "effect/Result"
import type { ForeignKey } from "../../migration/foreign-key.ts"
import type { OnDelete } from "../../migration/reference.ts"
import type { Refusal } from "../../migration/refusal.ts"
import type { Grammar } from "./grammar.ts"
import { quoteName, quoteNames, quoteQualifiedName } from "./name.ts"
import { synopsis } from "./synopsis.ts"

type Text = Result.Result<string, Refusal>

/** A foreign key in the definition of its only column: `CONSTRAINT name REFERENCES …`. Refuses names. */
export const inlineForeignKeyText = (grammar: Grammar, key: ForeignKey): Text =>
  Result.gen(function*() {
    const name = yield* quoteName(grammar.nameQuote, key.name)
    return synopsis`CONSTRAINT ${name} ${yield* referencesText(grammar, key)}`
  })

/** A foreign key in a definition of its own: `CONSTRAINT name FOREIGN KEY (…) REFERENCES …`. Refuses names. */
export const foreignKeyText = (grammar: Grammar, key: ForeignKey): Text =>
  Result.gen(function*() {
    // Where keys stand inline, Ecto gives a name only to those that do.
    const name = grammar.keys === "inline" && !key.named ? undefined : yield* quoteName(grammar.nameQuote, key.name)
    const columns = yield* quoteNames(grammar.nameQuote, key.columns.map(({ own }) => own), ",")
    const references = yield* referencesText(grammar, key)
    return synopsis`${name && `CONSTRAINT ${name}`} FOREIGN KEY (${columns}) ${references}`
  })

const referencesText = (grammar: Grammar, key: ForeignKey): Text =>
  Result.gen(function*() {
    const table = yield* quoteQualifiedName(grammar.nameQuote, key.table)
    const columns = yield* quoteNames(grammar.nameQuote, key.columns.map(({ other }) => other), ",")
    const match = key.match !== undefined && hasMatch(grammar, key.match)
      ? `MATCH ${key.match.toUpperCase()}`
      : undefined
    const onDelete = yield* onDeleteText(grammar, key.onDelete)
    const onUpdate = actionText("ON UPDATE", key.onUpdate)
    const notValid = key.validate ? undefined : grammar.foreignKeyNotValid
    return synopsis`REFERENCES ${table}(${columns}) ${match} ${onDelete} ${onUpdate} ${notValid} ${key.options}`
  })

const hasMatch = (grammar: Grammar, match: "simple" | "full" | "partial"): boolean =>
  grammar.features[match === "simple" ? "reference.matchSimple" : "reference.match"] === true

const onDeleteText = (grammar: Grammar, action: OnDelete | undefined): Result.Result<string | undefined, Refusal> => {
  if (typeof action !== "object") return Result.succeed(actionText("ON DELETE", action))
  const [words, columns] = "setNull" in action
    ? ["ON DELETE SET NULL", action.setNull]
    : ["ON DELETE SET DEFAULT", action.setDefault]
  return Result.map(quoteNames(grammar.nameQuote, columns, ","), (quoted) => `${words} (${quoted})`)
}

/** `no action` is what every database does by itself; Ecto does not write it. */
const actionText = (event: string, action: string | undefined): string | undefined =>
  action === undefined || action === "no action" ? undefined : `${event} ${action.toUpperCase()}`

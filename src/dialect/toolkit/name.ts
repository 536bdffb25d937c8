import * as Result from "effect/Result"
import type { QualifiedName } from "../../migration/qualified-name.ts"
import { invalid, type Refusal } from "../../migration/refusal.ts"

/** The character around a name. */
export type NameQuote = "\"" | "`"

/**
 * A name, quoted; a backtick in backticks is doubled (MySQL's manual, 11.2). Refuses with kind `invalid` one that is empty or
 * holds a double quote where that is the quote, or a null byte (as Ecto).
 */
export const quoteName = (quote: NameQuote, name: string): Result.Result<string, Refusal> => {
  if (name === "") return Result.fail(invalid("A name is empty.", "Give it at least one character."))
  if (!name.isWellFormed()) {
    return Result.fail(invalid(
      `The name ${JSON.stringify(name)} holds half of a character.`,
      "Choose a name without it: the database would keep another one.",
    ))
  }
  const odd = [...quote === "`" ? [] : [quote], "\0"].find((character) => name.includes(character))
  return odd === undefined
    ? Result.succeed(`${quote}${name.replaceAll("`", quote === "`" ? "``" : "`")}${quote}`)
    : Result.fail(invalid(
      `The name ${JSON.stringify(name)} holds ${odd === "\0" ? "a null byte" : `a quote (${quote})`}.`,
      "Choose a name without it.",
    ))
}

/** A name with its prefix, each quoted. Refuses as `quoteName` does. */
export const quoteQualifiedName = (quote: NameQuote, name: QualifiedName): Result.Result<string, Refusal> =>
  name.prefix === undefined
    ? quoteName(quote, name.name)
    : Result.map(
      Result.all([quoteName(quote, name.prefix), quoteName(quote, name.name)]),
      (parts) => parts.join("."),
    )

/** Names, quoted, between commas. Refuses as `quoteName` does. */
export const quoteNames = (
  quote: NameQuote,
  names: ReadonlyArray<string>,
  separator: string,
): Result.Result<string, Refusal> =>
  Result.map(Result.all(names.map((name) => quoteName(quote, name))), (quoted) => quoted.join(separator))

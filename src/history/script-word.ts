const words = (list: string): ReadonlySet<string> => new Set(list.split(" "))

/** Words behind which the statement may go on with another word. */
export const leading: ReadonlySet<string> = new Set([
  ...words("as async await break case class const continue default delete do else enum export extends finally"),
  ...words("for from function if implements import in infer instanceof is keyof let new of return satisfies"),
  ...words("switch throw try typeof var void while with yield"),
])

/**
 * Words behind which a line break is a semicolon, as JavaScript and TypeScript have it for words that lead only on their
 * own line. `void` ends a member of a type so; as an operator it stands before no line break.
 */
export const endedByLine: ReadonlySet<string> = new Set([
  ...words("abstract accessor asserts async break continue declare global interface module namespace out override"),
  ...words("private protected public readonly return type using void yield"),
])

/** Words that lead and may be names as well, and lead over a line break: it shows, without being a semicolon. */
export const leadingOrName: ReadonlySet<string> = words("get set static throw unique")

/** Words that go on with the statement before them. */
export const continuing: ReadonlySet<string> = words("as extends from implements in instanceof is of satisfies with")

/** Words that begin a statement wherever they stand. */
export const beginning: ReadonlySet<string> = words(
  "break const continue debugger export for if return switch throw try var while",
)

/** Words behind which a `/` begins a regular expression. */
export const beforeRegex: ReadonlySet<string> = words(
  "await break case continue default delete do else extends in instanceof new of return throw typeof void yield",
)

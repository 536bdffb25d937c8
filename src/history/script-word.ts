const words = (list: string): ReadonlySet<string> => new Set(list.split(" "))

/** Words behind which the statement may go on with another word. */
export const leading: ReadonlySet<string> = new Set([
  ...words("as async await break case class const continue default defer delete do else enum export extends finally"),
  ...words("for from function if implements import in infer instanceof is keyof let new of return satisfies source"),
  ...words("switch throw try typeof var void while with yield"),
])

/** Words that lead only on their own line, in JavaScript or in TypeScript. Elsewhere they are names, as a rule. */
export const leadingOnLine: ReadonlySet<string> = new Set([
  ...words("abstract accessor asserts async declare get global interface module namespace out override private"),
  ...words("protected public readonly set static throw type unique using"),
])

/** Words behind which a line break is a semicolon. `void` ends a member of a type so; as an operator it never does. */
export const endedByLine: ReadonlySet<string> = words("break continue return void yield")

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

import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { CommandSchemas, MigrationSchema, OptionSchemas } from "./command-schema.ts"
import { type Command, isCommand } from "./command.ts"
import type { Migration } from "./migration.ts"
import { nearest } from "./nearest.ts"
import { propertyOf } from "./property.ts"
import { invalid, type Refusal } from "./refusal.ts"

/**
 * Takes the default export of a migration's file for a migration.
 *
 * Refuses with kind `invalid`, naming the key and the nearest valid one, where it is none. Its array bodies are
 * checked command by command; a function's commands when it has been called: `decodeCommands`.
 */
export const decodeMigration = (value: unknown): Result.Result<Migration, Refusal> =>
  readable("Its default export", () => readMigration(value))

const readMigration = (value: unknown): Result.Result<Migration, Refusal> => {
  if (value === undefined) {
    return Result.fail(invalid("It has no default export.", "Write `export default migration({ … })`."))
  }
  if (!isMigration(value)) {
    return Result.fail(
      invalid("Its default export is not a migration.", "Write `export default migration({ … })`."),
    )
  }
  const { input } = value
  const issue = issueOf(MigrationSchema, input)
  if (issue !== undefined) return Result.fail(refuse(issue, "migration({ … })", input))
  if (input.change === undefined && input.up === undefined) {
    return Result.fail(invalid("It has neither `change` nor `up`.", "Write one of them, or nothing would be run."))
  }
  for (const key of ["change", "up", "down", "afterBegin", "beforeCommit"] as const) {
    const body: unknown = input[key]
    if (body === undefined || typeof body === "function") continue
    if (!Array.isArray(body)) {
      return Result.fail(invalid(`\`${key}\` is ${nameOf(body)}.`, "Make it an array of commands, or a function."))
    }
    const commands = decodeCommands(body, key)
    if (Result.isFailure(commands)) return Result.fail(commands.failure)
  }
  return Result.succeed(value)
}

/**
 * Takes an array for commands. `place` names where it stands, `up` for example.
 *
 * Refuses with kind `invalid` where an element is no command, or one with a wrong option.
 */
export const decodeCommands = (
  values: ReadonlyArray<unknown>,
  place: string,
): Result.Result<ReadonlyArray<Command>, Refusal> => readable(place, () => readCommands(values, place))

const readCommands = (
  values: ReadonlyArray<unknown>,
  place: string,
): Result.Result<ReadonlyArray<Command>, Refusal> => {
  const commands: Array<Command> = []
  for (const [position, value] of values.entries()) {
    if (!isCommand(value)) return Result.fail(notACommand(value, `${place}[${position}]`))
    const refusal = refusalOf(value, `${place}[${position}]`)
    if (refusal !== undefined) return Result.fail(refusal)
    commands.push(value)
  }
  return Result.succeed(commands)
}

/** What a migration passes may throw as soon as it is looked at: a getter, a proxy. */
const readable = <A>(place: string, read: () => Result.Result<A, Refusal>): Result.Result<A, Refusal> =>
  Result.flatMap(
    Result.try({ try: read, catch: () => invalid(`${place} holds a value that throws when it is read.`) }),
    (result) => result,
  )

/** Why a command is wrong, if it is. `place` names where it stands. */
export const refusalOf = (command: Command, place: string): Refusal | undefined =>
  Result.merge(readable(place, () => {
    const issue = issueOf(CommandSchemas[command._tag], command)
    if (issue !== undefined) return Result.fail(refuse(issue, place, command))
    return hasStrayColumns(command)
      ? Result.fail(invalid(`${place}: ${follow(command, ["object"]).text} has columns.`, "Only a table has some."))
      : Result.succeed(undefined)
  }))

const hasStrayColumns = (command: Command): boolean =>
  (command._tag === "Create" || command._tag === "CreateIfNotExists")
  && command.object._tag !== "Table" && command.entries.length > 0

const isMigration = (value: unknown): value is Migration =>
  typeof value === "object" && value !== null && "_tag" in value && value._tag === "Migration" && "input" in value
  && typeof value.input === "object" && value.input !== null

interface Issue {
  readonly path: ReadonlyArray<PropertyKey>
  readonly message: string
}

const format = SchemaIssue.makeFormatterStandardSchemaV1()

const issueOf = (schema: Schema.Decoder<unknown>, value: unknown): Issue | undefined => {
  const decoded = Schema.decodeUnknownResult(schema)(value, { onExcessProperty: "error" })
  if (Result.isSuccess(decoded)) return undefined
  const issue = format(decoded.failure.issue).issues[0]
  return { path: (issue?.path ?? []).map(keyOf), message: issue?.message ?? "It is wrong" }
}

const keyOf = (segment: PropertyKey | { readonly key: PropertyKey }): PropertyKey =>
  typeof segment === "object" ? segment.key : segment

/** What Schema expects, with the words of the language in place of its structs. */
const inWords = (message: string): string =>
  (message.split("\n")[0] ?? message)
    .replaceAll(/\{ readonly "_tag": "(\w+)", \.\.\. \}/g, (_, tag: string) => `${wordFor(tag)}(…)`)
    .replaceAll(" | ", " or ")

const wordFor = (tag: string): string => writtenAs[tag] ?? tag.charAt(0).toLowerCase() + tag.slice(1)

/** Where a table is expected, alone or among others. */
const wantsTable = /^Expected (?:object\b|.*"_tag": "Table")/

const excessProperty = "Expected no excess property"

const refuse = (issue: Issue, place: string, value: unknown): Refusal => {
  const key = String(issue.path.at(-1) ?? "")
  const { found, holder, text } = follow(value, issue.path)
  const where = text === "" ? place : `${place}: ${text}`
  if (issue.message === excessProperty) {
    const outer = issue.path.slice(0, -1)
    const stray = follow(value, outer).found
    // A word that stands where another one is meant has fields that the other one has not.
    if (outer.length > 0 && tagOf(stray) !== undefined) {
      return invalid(`${where}: "${String(outer.at(-1))}" is ${nameOf(stray)}, which cannot stand there.`)
    }
    const known = keysOf(holder)
    const near = nearest(key, known)
    return invalid(
      `${where} has an unknown option "${key}".`,
      near === undefined ? `It may have: ${known.join(", ")}.` : `Did you mean "${near}"?`,
    )
  }
  const thing = issue.path.length === 0 ? "" : ` "${key}"`
  // An index and a reference take the name of their table.
  if (typeof found === "string" && ["table", "object", "to"].includes(key) && wantsTable.test(issue.message)) {
    return invalid(`${where}:${thing} is ${nameOf(found)}.`, `Write table(${quote(found)}).`)
  }
  return invalid(`${where}:${thing} is ${nameOf(found)}. ${inWords(issue.message)}.`)
}

/** Walks the path of an issue: the words that it passes, the last word, and the value at its end. */
const follow = (root: unknown, path: ReadonlyArray<PropertyKey>) => {
  const words: Array<string> = []
  let holder: unknown = root
  let found: unknown = root
  const pass = (value: unknown) => {
    found = value
    const word = wordOf(value)
    if (word === undefined) return
    holder = value
    words.push(word)
  }
  pass(root)
  for (const key of path) pass(propertyOf(found, key))
  return { found, holder, text: words.join(" › ") }
}

const tagOf = (value: unknown): string | undefined => {
  const tag = propertyOf(value, "_tag")
  return typeof tag === "string" ? tag : undefined
}

/** How a value was written: `table("posts")`. */
const wordOf = (value: unknown): string | undefined => {
  const tag = tagOf(value)
  if (tag === undefined) return undefined
  const first = propertyOf(value, "column") ?? propertyOf(value, "name") ?? propertyOf(value, "table")
  const word = Object.hasOwn(writtenAs, tag)
    ? writtenAs[tag]
    : tag.charAt(0).toLowerCase() + tag.slice(1, longestQuote)
  return typeof first === "string" ? `${word}(${quote(first)})` : word
}

const writtenAs: { readonly [tag: string]: string } = {
  Reference: "references",
  RenameTable: "rename",
  RenameColumn: "rename",
  RenameIndex: "rename",
  RemoveTimestamps: "timestamps",
}

const keysOf = (holder: unknown): ReadonlyArray<string> => {
  const tag = tagOf(holder)
  const schema = Object.entries(OptionSchemas).find(([known]) => known === tag)?.[1] ?? MigrationSchema
  return Object.keys(schema.fields)
}

const notACommand = (value: unknown, place: string): Refusal => {
  const tag = tagOf(value)
  return tag === undefined
    ? invalid(`${place} is ${nameOf(value)}, not a command.`, "Commands are made by create, alter, drop, execute, ….")
    : invalid(`${place} is ${wordOf(value)}, not a command.`, hintFor(tag))
}

const hintFor = (tag: string): string => {
  switch (tag) {
    case "Add":
    case "AddIfNotExists":
    case "Modify":
    case "Remove":
    case "RemoveIfExists":
    case "Timestamps":
      return "Put it into create(table(…), […]) or alter(table(…), […])."
    case "Table":
    case "Index":
    case "Constraint":
      return "Say what to do with it: create(…), drop(…)."
    default:
      return "Commands are made by create, alter, drop, execute, …."
  }
}

const longestQuote = 200

const quote = (text: string): string =>
  JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text)

const nameOf = (value: unknown): string => {
  switch (typeof value) {
    case "string":
      return quote(value)
    case "object":
      if (value === null) return "null"
      return Array.isArray(value) ? "an array" : wordOf(value) ?? "an object"
    case "number":
    case "bigint":
    case "boolean":
      return `${value}`
    default:
      return value === undefined ? "undefined" : `a ${typeof value}`
  }
}

import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { nearest } from "../migration/nearest.ts"
import type { SqlLexicon } from "../migration/sql-lexicon.ts"
import type { Capabilities } from "./capabilities.ts"
import { contractMembers } from "./contract-members.generated.ts"
import type { Dialect } from "./dialect.ts"
import type { LedgerStatements } from "./ledger-table.ts"
import type { ServerSessions } from "./server-session.ts"
import type { SessionValues } from "./session-values.ts"
import type { Storage } from "./storage.ts"
import type { Structure } from "./structure.ts"
import type { SearchPathStatements, TransactionStatements } from "./transaction-statements.ts"
import type { VersionsStatements } from "./versions-table.ts"

/** A schema for every member of a part of the contract: a member that is new there has to be checked here. */
type Fields<Part> = { readonly [Member in keyof Part]-?: Schema.Codec<unknown> }

const Code = Schema.declare((value: unknown): value is object => typeof value === "function")
  .annotate({ expected: "a function" })
const Text = Schema.NonEmptyString.annotate({ expected: "a text that is not empty" })
const Texts = Schema.Array(Schema.String)
const optional = Schema.optional

const capabilities = {
  transactionalDdl: Schema.Boolean,
  prefixes: Schema.Boolean,
  advisoryLocks: Schema.Boolean,
  tableLock: Schema.Boolean,
  lockTimeout: Schema.Boolean,
  statementTimeout: Schema.Boolean,
} satisfies Fields<Capabilities>

const lexicon = {
  backslashEscapes: Schema.Boolean,
  escapeStrings: Schema.Boolean,
  stringPrefixes: Texts,
  doubleQuotes: Schema.Literals(["name", "string"]),
  backticks: Schema.Boolean,
  brackets: Schema.Boolean,
  dollarQuotes: Schema.Boolean,
  nestedComments: Schema.Boolean,
  hashComments: Schema.Boolean,
  dashCommentNeedsSpace: Schema.Boolean,
  carriageReturnEndsComment: Schema.Boolean,
  executableComments: Schema.Boolean,
  parameters: Schema.String,
  delimiterCommand: Schema.Boolean,
  compound: Schema.Literals(["trigger", "routine", "atomic", "none"]),
  statementsInParentheses: Schema.Boolean,
  transactionControl: Texts,
  savepointBegins: optional(Schema.Boolean),
  transactionVariables: Texts,
} satisfies Fields<SqlLexicon>

const transaction = {
  begin: Code,
  beginReading: optional(Text),
  commit: Text,
  rollback: Text,
  restore: Code,
  violations: Code,
  asConnected: optional(Texts),
  session: optional(Code),
  isOpen: optional(Code),
  check: optional(Texts),
} satisfies Fields<TransactionStatements>

const versions = {
  create: Code,
  addColumn: Code,
  columns: Code,
  select: Code,
  locate: optional(Code),
  refuseHidden: optional(Code),
  mayCreate: optional(Code),
  insert: Code,
  delete: Code,
  setChecksum: Code,
} satisfies Fields<VersionsStatements>

const ledger = {
  create: Code,
  select: Code,
  write: Code,
  claim: Code,
  takeOver: Code,
  delete: Code,
  deleteStep: Code,
} satisfies Fields<LedgerStatements>

const sessions = { identify: Code, find: Code, end: Code } satisfies Fields<ServerSessions>
const sessionValues = { disturbed: Texts, remembered: Texts, setters: Texts } satisfies Fields<SessionValues>
const storage = { options: Texts, locate: Code, create: Code, drop: Code } satisfies Fields<Storage>
const structure = { dump: Code, load: Code } satisfies Fields<Structure>
const searchPath = { set: Code, reset: optional(Text) } satisfies Fields<SearchPathStatements>

const scheme = Schema.String.check(Schema.isPattern(/^[a-z][a-z0-9+.-]*$/, {
  message: "Expected a scheme of URLs: in lower case, without the colon",
}))

const dialect = {
  contract: Schema.Int,
  name: Text,
  schemes: Schema.NonEmptyArray(scheme),
  capabilities: Schema.Struct(capabilities),
  capabilitiesOf: optional(Code),
  lexicon: Schema.Struct(lexicon),
  lexiconOf: optional(Code),
  quoteName: Code,
  placeholder: Code,
  compile: Code,
  refuseNames: optional(Code),
  connect: Code,
  transaction: Schema.Struct(transaction),
  searchPath: optional(Schema.Struct(searchPath)),
  versions: Schema.Struct(versions),
  ledger: Schema.Struct(ledger),
  nature: optional(Code),
  probe: optional(Code),
  nontransactionalTables: optional(Code),
  sessions: optional(Schema.Struct(sessions)),
  tryLock: Code,
  defaultLock: optional(Schema.Literals(["table", "advisory"])),
  inspect: optional(Code),
  copySchema: optional(Code),
  rebuild: optional(Code),
  refuseInTransaction: optional(Code),
  refuseUnderLock: optional(Code),
  refuseRelease: optional(Code),
  sessionValues: optional(Schema.Struct(sessionValues)),
  refuseDrop: optional(Code),
  rival: optional(Code),
  clock: optional(Text),
  invalidIndexes: optional(Text),
  recover: optional(Code),
  storage: optional(Schema.Struct(storage)),
  structure: optional(Schema.Struct(structure)),
} satisfies Fields<Dialect>

/** The parts of a dialect: the interfaces that declare the members, and their names. */
const parts: { readonly [member: string]: readonly [interfaces: ReadonlyArray<string>, fields: object] } = {
  "": [["Dialect"], dialect],
  capabilities: [["Capabilities"], capabilities],
  lexicon: [["SqlLexicon", "SqlTokenRules"], lexicon],
  transaction: [["TransactionStatements"], transaction],
  searchPath: [["SearchPathStatements"], searchPath],
  versions: [["VersionsStatements"], versions],
  ledger: [["LedgerStatements"], ledger],
  sessions: [["ServerSessions"], sessions],
  sessionValues: [["SessionValues"], sessionValues],
  storage: [["Storage"], storage],
  structure: [["Structure"], structure],
}

const decode = Schema.decodeUnknownResult(Schema.Struct(dialect))
const format = SchemaIssue.makeFormatterStandardSchemaV1({
  leafHook: (issue) =>
    issue._tag === "UnexpectedKey"
      ? unknownMember
      : issue._tag === "MissingKey"
      ? missing
      : SchemaIssue.defaultLeafHook(issue),
})
const unknownMember = "unknown member"
const missing = "missing"

/**
 * What is missing in a dialect and what is wrong in it, a sentence or two for each member, which is named with what it is
 * for; none where it is whole. What a function does is not seen here: that is what the conformance suite is for. A member
 * that the contract does not have is passed over, unless it looks like a misspelt one.
 */
export const dialectProblems = (value: object): ReadonlyArray<string> => {
  const decoded = decode(value, { errors: "all", onExcessProperty: "error" })
  if (Result.isSuccess(decoded)) return []
  return format(decoded.failure.issue).issues.flatMap(({ message, path = [] }) => {
    const names = path.map((segment) => String(typeof segment === "object" ? segment.key : segment))
    return problemOf(names, message)
  })
}

const problemOf = (path: ReadonlyArray<string>, message: string): ReadonlyArray<string> => {
  const place = path.join(".")
  if (message !== unknownMember) {
    const what = message === missing ? `\`${place}\` is missing` : `\`${place}\`: ${message}`
    return [`${what}.${hintOf(path)}`]
  }
  const meant = nearest(path.at(-1) ?? "", memberNames(path.slice(0, -1)))
  return meant === undefined ? [] : [`There is no member \`${place}\`. Did you mean \`${meant}\`?`]
}

const memberNames = ([part = ""]: ReadonlyArray<string>): ReadonlyArray<string> => Object.keys(parts[part]?.[1] ?? {})

/** The first sentence of the docstring of the member. */
const hintOf = ([first = "", second]: ReadonlyArray<string>): string => {
  const [part, member] = second === undefined || parts[first] === undefined ? ["", first] : [first, second]
  const text = parts[part]?.[0].map((name) => contractMembers[`${name}.${member}`]).find((each) => each !== undefined)
  return text === undefined ? "" : ` (${text})`
}

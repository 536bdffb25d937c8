import * as Argument from "effect/cli/Argument"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { noCapabilities } from "../dialect/capabilities.ts"
import type { Connection } from "../dialect/connection.ts"
import { nearest } from "../migration/nearest.ts"
import { outputFlags } from "./output-flags.ts"
import { UsageError } from "./usage-error.ts"

/** Where the database may be named without standing in the list of processes. */
const urlVariable = "STERNA_TEST_URL"

const text = (name: string, metavar: string, description: string) =>
  Flag.String(name).pipe(Flag.withMetavar(metavar), Flag.withDescription(description), Flag.optional)

const url = (name: string, description: string) =>
  Flag.Redacted(name).pipe(Flag.withMetavar("URL"), Flag.withDescription(description), Flag.optional)

/** What `sterna plugin test` is told. */
export const pluginTestFlags = {
  plugin: Argument.String("plugin").pipe(
    Argument.withDescription("A path from the working directory, a package, or a built-in dialect's name"),
  ),
  url: url("url", `A database of its own: tables conformance_… are made and dropped. Else ${urlVariable}`),
  storageUrl: url(
    "storage-url",
    "A database that is not there: it is made and dropped, as create, drop, dump, load do",
  ),
  unreachable: url("unreachable-url", "Where nothing answers, if that cannot be made of the other URL"),
  schemaQuery: text("schema-query", "SQL", "A query whose rows are the schema: what is left behind shows in it"),
  collation: text("collation", "NAME", "A collation of strings"),
  tableOptions: text("table-options", "SQL", "What may stand behind a table's definition"),
  tableModifiers: text("table-modifiers", "SQL", "What may stand between CREATE and TABLE"),
  indexOptions: text("index-options", "SQL", "What may stand behind an index"),
  indexKind: text("index-kind", "NAME", "A kind of index, like btree"),
  without: Flag.String("without").pipe(
    Flag.withMetavar("CAPABILITY"),
    Flag.withDescription("A capability of the dialect that this server has not; may be given several times"),
    Flag.atLeast(0),
  ),
  only: text("only", "TEXT", "The promises alone in whose name this text stands"),
  json: outputFlags.json,
}

type PluginTestFlags = Command.Command.Config.Infer<typeof pluginTestFlags>

/** What the flags say of the database, as the suite takes it. */
export const conformanceOptionsOf = Effect.fnUntraced(function*(given: PluginTestFlags) {
  const named = Option.match(given.url, { onNone: () => process.env[urlVariable], onSome: Redacted.value })
  if (named === undefined || named === "") {
    const problem =
      `There is no database to test it on. Say --url, or set ${urlVariable}; it should hold nothing of value.`
    return yield* new UsageError({ problem })
  }
  yield* requireCapabilities(given.without)
  return {
    url: named,
    directory: process.cwd(),
    capabilities: Object.fromEntries(given.without.map((name) => [name, false])),
    words: {
      collation: Option.getOrUndefined(given.collation),
      indexKind: Option.getOrUndefined(given.indexKind),
      indexOptions: Option.getOrUndefined(given.indexOptions),
      tableModifiers: Option.getOrUndefined(given.tableModifiers),
      tableOptions: Option.getOrUndefined(given.tableOptions),
    },
    unreachable: textOf(given.unreachable),
    storageUrl: textOf(given.storageUrl),
    schema: Option.getOrUndefined(
      Option.map(given.schemaQuery, (sql) => (connection: Connection) => connection.query(sql)),
    ),
  }
})

const textOf = (secret: Option.Option<Redacted.Redacted<string>>): string | undefined =>
  Option.getOrUndefined(Option.map(secret, Redacted.value))

const requireCapabilities = Effect.fnUntraced(function*(names: ReadonlyArray<string>) {
  const capabilities = Object.keys(noCapabilities)
  const wrong = names.find((name) => !capabilities.includes(name))
  if (wrong === undefined) return
  const meant = nearest(wrong, capabilities)
  const way = meant === undefined ? `There is: ${capabilities.join(", ")}.` : `Did you mean "${meant}"?`
  return yield* new UsageError({ problem: `--without: There is no capability "${wrong}". ${way}` })
})

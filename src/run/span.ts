import * as Service from "effect/Context"
import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import { tokenize } from "../migration/sql-scanner.ts"

/** Whether anybody wants the spans of a run. */
export const Tracing = Service.Reference<boolean>("sterna/run/Tracing", { defaultValue: () => false })

/** What a span says of its work. No value here may be a secret. */
export type SpanAttributes = { readonly [name: string]: string | number | undefined }

/** Work with a span of its own, where anybody wants to know. */
export const withSpan =
  (name: string, attributes: SpanAttributes = {}, kind: "internal" | "client" = "internal") =>
  <Value, Error, Needs>(work: Effect.Effect<Value, Error, Needs>): Effect.Effect<Value, Error, Needs> =>
    Effect.flatMap(Tracing, (on) => on ? spanned(work, name, attributes, kind) : work)

/** Each piece of work with a span of its own, where anybody wants to know: what they are called is only asked then. */
export const withSpans = <Item, Error, Needs>(
  items: ReadonlyArray<Item>,
  name: (item: Item) => string,
  work: (item: Item) => Effect.Effect<void, Error, Needs>,
): Effect.Effect<void, Error, Needs> =>
  Effect.flatMap(
    Tracing,
    (on) =>
      Effect.forEach(items, (item) => on ? spanned(work(item), name(item), {}, "internal") : work(item), {
        discard: true,
      }),
  )

const spanned = <Value, Error, Needs>(
  work: Effect.Effect<Value, Error, Needs>,
  name: string,
  attributes: SpanAttributes,
  kind: "internal" | "client",
): Effect.Effect<Value, Error, Needs> => {
  const said = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return Effect.withSpan(work, name, { attributes: Object.fromEntries(said), kind, captureStackTrace: false })
}

/**
 * A connection whose statements are spans, where anybody wants to know: their names and attributes are those of
 * OpenTelemetry's semantic conventions for databases. Literals are masked.
 */
export const tracedConnection = (connection: Connection, dialect: Dialect): Effect.Effect<Connection> =>
  Effect.map(Tracing, (on) => {
    if (!on) return connection
    const span = (statements: ReadonlyArray<string>) =>
      withSpan(
        statements.length === 1 ? verbOf(statements[0] ?? "") : "BATCH",
        {
          "db.system.name": systems[connection.server.flavour] ?? connection.server.flavour,
          "db.query.text": statements.map((sql) => masked(sql, dialect)).join("; ").slice(0, longestText),
          "db.operation.batch.size": statements.length === 1 ? undefined : statements.length,
        },
        "client",
      )
    return {
      ...connection,
      query: (sql, parameters, answered) => span([sql])(connection.query(sql, parameters, answered)),
      batch: (statements) => span(statements.map(({ sql }) => sql))(connection.batch(statements)),
    }
  })

const systems: { readonly [flavour: string]: string } = { postgres: "postgresql" }

const longestText = 4000

const verbOf = (sql: string): string => /^\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase() ?? "QUERY"

/** A statement with a `?` for each string and number, and without its comments. */
const masked = (sql: string, { lexicon }: Dialect): string =>
  tokenize(sql, lexicon).map(({ kind, text }) => {
    switch (kind) {
      case "string":
      case "number":
        return "?"
      case "comment":
      case "space":
        return " "
      default:
        return text
    }
  }).join("").trim()

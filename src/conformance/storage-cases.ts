import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { versionColumns } from "../dialect/toolkit/version-row.ts"
import type { ConnectionTarget } from "../doors/dialect.ts"
import { add, create, index, table } from "../doors/sterna.ts"
import { type Cases, type ConformanceCase, conformanceCase, equals, failureOf, holds } from "./conformance-case.ts"
import { sendCommands } from "./scratch-table.ts"
import { type Subject, targetOf } from "./subject.ts"

const versions = { name: "schema_migrations", prefix: undefined }

/** How databases are made, dropped, dumped and loaded: cases where the dialect can, and a URL for it is given. */
export const storageCases: Cases = (subject) => {
  const { storage } = subject.dialect
  const { storageUrl } = subject.options
  return storage === undefined || storageUrl === undefined
    ? []
    : [...createAndDrop(subject, storage, storageUrl), ...dumpAndLoad(subject, storage, storageUrl)]
}

type Storage = NonNullable<Subject["dialect"]["storage"]>

const createAndDrop = (
  { dialect, options }: Subject,
  storage: Storage,
  url: string,
): ReadonlyArray<ConformanceCase> => [
  conformanceCase(
    "storage: create and drop",
    "A database that is not there is made, once; it can be used; it is dropped, once, and cannot be reached then.",
    Effect.gen(function*() {
      const target = targetOf(url, options)
      const connected = Effect.scoped(Effect.flatMap(dialect.connect(target), ({ query }) => query("SELECT 1 AS one")))
      yield* absent(storage, target)
      const place = yield* storage.locate(target)
      const password = /\/\/[^/@]*:([^/@]*)@/.exec(url)?.[1] ?? ""
      yield* holds(place !== "" && (password === "" || !place.includes(password)), "A place has no password.")
      yield* equals(yield* storage.create(target, {}), true, "What the first `create` answers")
      yield* equals(yield* storage.create(target, {}), false, "What the second `create` answers")
      yield* equals((yield* connected).length, 1, "The number of rows")
      yield* equals(yield* storage.drop(target, request), true, "What the first `drop` answers")
      yield* equals(yield* storage.drop(target, request), false, "What the second `drop` answers")
      const reached = Effect.scoped(
        Effect.flatMap(
          dialect.connect({ ...target, readOnly: true }),
          (connection) => connection.query(dialect.versions.select(versions)),
        ),
      )
      const error = yield* failureOf(reached, "A table of a database that was dropped")
      yield* holds(
        ["unreachable", "missing table"].includes(error.kind),
        "The error is `unreachable`, or where any name names a database `missing table`.",
        error.kind,
      )
    }),
  ),
]

const dumpAndLoad = (
  subject: Subject,
  storage: Storage,
  url: string,
): ReadonlyArray<ConformanceCase> => {
  const { dialect, options } = subject
  const { structure } = dialect
  if (structure === undefined) return []
  return [
    conformanceCase(
      "structure: what is dumped can be loaded",
      "The dump of a schema, loaded into an empty database, makes the same schema with the same versions: its dump is the same.",
      Effect.gen(function*() {
        const target = targetOf(url, options)
        yield* absent(storage, target)
        yield* storage.create(target, {})
        yield* Effect.scoped(Effect.gen(function*() {
          const connection = yield* dialect.connect(target)
          yield* sendCommands(subject, connection, [
            create(table("people"), [add("name", "string", { size: 40, null: false, default: "it's; -- odd" })]),
            create(index("people", ["name"], { unique: true })),
          ])
          const row = { version: 20_260_101_000_000n, name: "people", checksum: "1:a:b", startedAt: undefined }
          yield* connection.batch([
            { sql: dialect.versions.create(versions) },
            { sql: dialect.versions.insert(versions, versionColumns, row) },
          ])
        }))
        const dumped = yield* structure.dump(target, versions)
        yield* equals(yield* structure.dump(target, versions), dumped, "A second dump")
        yield* storage.drop(target, request)
        yield* storage.create(target, {})
        yield* Effect.scoped(
          Effect.flatMap(
            dialect.connect(target),
            (connection) => structure.load(connection, { path: "/conformance.sql", text: dumped }),
          ),
        )
        yield* equals(yield* structure.dump(target, versions), dumped, "The dump of what was loaded")
        yield* storage.drop(target, request)
      }),
    ),
  ]
}

const request = { force: false, options: {} }

/** To begin without the database, and to leave none. */
const absent = (
  storage: Storage,
  target: ConnectionTarget,
): Effect.Effect<void, { readonly message: string }, Scope.Scope> => {
  const drop = storage.drop(target, { ...request, force: true })
  return Effect.asVoid(Effect.andThen(drop, Effect.addFinalizer(() => Effect.ignore(drop))))
}

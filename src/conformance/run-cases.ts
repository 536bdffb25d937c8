import * as Effect from "effect/Effect"
import * as Order from "effect/Order"
import { Repo } from "../dialect/repo.ts"
import { add, alter, create, dropIfExists, execute, index, migration, table } from "../doors/sterna.ts"
import { Journal } from "../history/journal.ts"
import { type Cases, conformanceCase, equals, failureOf } from "./conformance-case.ts"
import { type MemoryHistory, memoryHistory } from "./memory-history.ts"
import { base, fresh, people, posts } from "./sample.ts"
import { sendCommands } from "./scratch-table.ts"

const wrong = "SELECT no_such_column_anywhere AS n"

const write = (history: MemoryHistory): void => {
  history.append("base", base)
  history.append("more", migration({ change: [create(table(fresh), [add("name", "string", { size: 40 })])] }))
  history.append(
    "last",
    migration({ change: [create(index(fresh, ["name"])), alter(table(posts), [add("n", "integer")])] }),
  )
}

const versions = Effect.map(
  Effect.flatMap(Journal, ({ read }) => read),
  ({ applied }) => applied.map(({ version }) => version).toSorted(Order.BigInt),
)

/** A whole run through the dialect. */
export const runCases: Cases = (subject) => [
  conformanceCase(
    "run: migrate, nothing to do, roll back",
    "A history runs to its end and is recorded; run again it does nothing; rolled back it is gone, record and all.",
    Effect.gen(function*() {
      const history = yield* memoryHistory(subject)
      write(history)
      yield* history.within(Effect.gen(function*() {
        yield* equals(yield* history.run("up"), [1n, 2n, 3n], "The versions that ran")
        yield* equals(yield* history.run("up"), [], "The versions that ran again")
        yield* equals(yield* history.run("down", { _tag: "Step", count: 1 }), [3n], "The version that went back")
        yield* equals(yield* versions, [1n, 2n], "The versions that are recorded")
        yield* equals(yield* history.run("up"), [3n], "The version that was pending")
        yield* equals(yield* history.run("down"), [3n, 2n, 1n], "The versions that went back")
        yield* equals(yield* versions, [], "The versions that are recorded in the end")
        const { connection } = yield* Repo
        const name = yield* Effect.fromResult(subject.dialect.quoteName(posts))
        const error = yield* failureOf(connection.query(`SELECT * FROM ${name}`), "A table that was rolled back")
        yield* equals(error.kind, "missing table", "The kind of the error")
      }))
    }),
  ),
  conformanceCase(
    "run: a migration that fails",
    "Those before it stay, it is not recorded, its error has the statement, and it runs once it is mended.",
    Effect.gen(function*() {
      const history = yield* memoryHistory(subject)
      yield* history.within(Effect.scoped(Effect.gen(function*() {
        const { connection } = yield* Repo
        // What a failure has left in flight cannot be rolled back.
        const drop = sendCommands(subject, connection, [fresh, posts, people].map((name) => dropIfExists(table(name))))
        yield* Effect.addFinalizer(() => Effect.ignore(Effect.andThen(Effect.ignore(history.run("down")), drop)))
        history.append("base", base)
        let broken = true
        history.append(
          "broken",
          migration({
            up: () => broken ? [create(table(fresh)), execute(wrong)] : [create(table(fresh))],
            down: () => [],
          }),
        )
        const error = yield* failureOf(history.run("up"), "A statement that is wrong")
        const sql = error._tag === "MigrationFailed" && error.reason._tag === "DatabaseError" ? error.reason.sql : error
        yield* equals(sql, wrong, "The statement that failed")
        yield* equals(yield* versions, [1n], "The versions that are recorded")
        if (subject.dialect.capabilities.transactionalDdl) {
          broken = false
          yield* equals(yield* history.run("up"), [2n], "The version that ran in the end")
        }
      })))
    }),
  ),
  ...subject.dialect.capabilities.tableLock || subject.dialect.capabilities.advisoryLocks
    ? [
      conformanceCase(
        "run: two at once",
        "Of two runs that start together on an empty database, each migration runs in one of them, and both succeed.",
        Effect.gen(function*() {
          const history = yield* memoryHistory(subject)
          write(history)
          const one = Effect.suspend(() => Effect.provide(history.run("up"), history.layers()))
          yield* history.within(Effect.gen(function*() {
            const ran = yield* Effect.all([one, one], { concurrency: "unbounded" })
            yield* equals(ran.flat().toSorted(Order.BigInt), [1n, 2n, 3n], "The versions that ran, in either run,")
            yield* history.run("down")
          }))
        }),
      ),
    ]
    : [],
]

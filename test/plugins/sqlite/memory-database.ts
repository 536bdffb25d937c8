import { Database, type SQLQueryBindings } from "bun:sqlite"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Command } from "sterna"
import { type Connection, DatabaseError, type LanguageSettings, type Refusal } from "sterna/dialect"
import { compile } from "../../../plugins/sqlite/compile.ts"
import { inspect } from "../../../plugins/sqlite/inspect.ts"
import { rebuild } from "../../../plugins/sqlite/rebuild.ts"
import { transaction } from "../../../plugins/sqlite/transaction.ts"

/** A real SQLite in memory, on which commands run as a migration's array does: one transaction, rebuilds known before. */
export class MemoryDatabase {
  readonly #database = new Database(":memory:", { safeIntegers: false })

  constructor(...statements: ReadonlyArray<string>) {
    this.run("PRAGMA foreign_keys = ON", ...statements)
  }

  run(...statements: ReadonlyArray<string>): void {
    for (const sql of statements) this.#database.run(sql)
  }

  rows(sql: string): ReadonlyArray<Record<string, unknown>> {
    return this.#database.query<Record<string, unknown>, []>(sql).all()
  }

  /** The values of a query's first column. */
  values(sql: string): ReadonlyArray<unknown> {
    return this.#database.query(sql).values().map(([value]) => value)
  }

  /** The SQL of each object, by name. */
  schema(): { readonly [name: string]: string } {
    const rows = this.rows(
      "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    return Object.fromEntries(rows.map(({ name, sql }) => [String(name), String(sql)]))
  }

  readonly connection: Connection = {
    server: { flavour: "sqlite", version: "3" },
    query: (sql, parameters = []) =>
      Effect.try({
        // The driver's own type of what it binds.
        try: () =>
          this.#database.query<Record<string, unknown>, Array<SQLQueryBindings>>(sql).all(
            ...parameters as Array<SQLQueryBindings>,
          ),
        catch: (error) => new DatabaseError({ kind: "statement", problem: String(error), sql }),
      }),
    batch: (statements) => Effect.sync(() => this.run(...statements.map(({ sql }) => sql))),
  }

  /** Runs commands in one transaction and answers with the statements sent. Throws what is refused. */
  async migrate(commands: ReadonlyArray<Command>, settings: LanguageSettings = {}): Promise<ReadonlyArray<string>> {
    const steps = commands.flatMap((command) => {
      if (command._tag === "Execute" || command._tag === "ExecuteFile" || command._tag === "Flush") {
        throw new Error(`${command._tag} is not for this.`)
      }
      return Result.getOrThrow(compile(command, { settings, server: this.connection.server }))
    })
    const kind = { rebuilds: steps.some(({ _tag }) => _tag === "Rebuild") }
    const sent: Array<string> = []
    const send = (sql: string) => {
      this.run(sql)
      sent.push(sql)
    }
    this.run(...transaction.begin(kind))
    try {
      for (const step of steps) {
        if (step._tag === "Statement") send(step.sql)
        else {
          const schema = await Effect.runPromise(inspect(this.connection, step.table))
          for (const { sql } of Result.getOrThrow(rebuild(schema, step))) send(sql)
        }
      }
      const violations = await Effect.runPromise(transaction.violations(this.connection))
      if (violations.length > 0) throw new Error(violations.join("; "))
      this.run(transaction.commit)
    } catch (error) {
      this.run(transaction.rollback)
      throw error
    } finally {
      this.run(...transaction.restore(kind))
    }
    return sent
  }

  /** What `migrate` is refused with. */
  async refusal(commands: ReadonlyArray<Command>): Promise<Refusal | Error> {
    try {
      await this.migrate(commands)
    } catch (error) {
      if (error instanceof Error) return error
    }
    throw new Error("It was not refused.")
  }
}

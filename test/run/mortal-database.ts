import { Database, type SQLQueryBindings } from "bun:sqlite"
import * as Effect from "effect/Effect"
import { type BatchStatement, type Connection, DatabaseError } from "sterna/dialect"

/** Rows of a query. */
type Rows = ReadonlyArray<Record<string, unknown>>

/**
 * A real SQLite in memory whose client can be made to die: just before a statement is executed, or just after it, when
 * nobody has heard the answer. Moments are counted, two to a statement.
 */
export class MortalDatabase {
  #database = new Database(":memory:")
  #moments = 0
  #end = Number.POSITIVE_INFINITY
  /** Every statement that was executed outside a transaction, or whose transaction was committed. */
  readonly lasting: Array<string> = []
  /** Every statement that was executed. */
  readonly all: Array<string> = []
  #open: Array<string> = []

  /** Moments that have passed in this session. */
  get moments(): number {
    return this.#moments
  }

  get isDead(): boolean {
    return this.#moments > this.#end
  }

  /** Whether a transaction is open. */
  get inTransaction(): boolean {
    return this.#database.inTransaction
  }

  rows(sql: string): Rows {
    return this.#database.query<Record<string, unknown>, []>(sql).all()
  }

  /** A new session, of the process that comes after; it dies at a moment of its own. */
  restart(end = Number.POSITIVE_INFINITY): void {
    if (this.#database.inTransaction) this.#database.run("ROLLBACK")
    const next = Database.deserialize(this.#database.serialize())
    this.#database.close()
    this.#database = next
    this.#moments = 0
    this.#end = end
    this.#open = []
  }

  /** Schema and data, without the ledger. */
  state(): unknown {
    const tables = this.rows(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%~_steps' ESCAPE '~' ORDER BY name",
    )
    return tables.map(({ name, sql }) => ({ sql, rows: this.rows(`SELECT * FROM "${String(name)}"`) }))
  }

  readonly #execute = (
    { parameters = [], sql }: BatchStatement,
    answered: (answer: "done" | "refused") => void = () => {},
  ): Effect.Effect<Rows, DatabaseError> =>
    Effect.suspend(() => {
      if (++this.#moments > this.#end) return lost
      if (sql === "ROLLBACK" && !this.#database.inTransaction) return Effect.succeed([])
      let rows: Rows
      try {
        // The driver's own type of what it binds.
        rows = this.#database.query<Record<string, unknown>, Array<SQLQueryBindings>>(sql).all(
          ...parameters as Array<SQLQueryBindings>,
        )
      } catch (error) {
        answered("refused")
        return Effect.fail(new DatabaseError({ kind: "statement", problem: String(error), sql }))
      }
      this.#open.push(sql)
      this.all.push(sql)
      if (!this.#database.inTransaction) {
        if (!/^ROLLBACK/i.test(sql)) this.lasting.push(...this.#open)
        this.#open = []
      }
      if (++this.#moments > this.#end) return lost
      answered("done")
      return Effect.succeed(rows)
    })

  readonly connection: Connection = {
    server: { flavour: "sqlite", version: "3" },
    query: (sql, parameters, answered) => this.#execute({ sql, parameters: parameters ?? [] }, answered),
    batch: (statements) => Effect.forEach(statements, (each) => this.#execute(each), { discard: true }),
  }
}

const lost = Effect.fail(new DatabaseError({ kind: "lost", problem: "The process has died" }))

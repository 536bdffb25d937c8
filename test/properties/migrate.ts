import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Command } from "sterna"
import { statement, type Step } from "sterna/dialect"
import { inspect } from "../../plugins/sqlite/inspect.ts"
import { rebuild } from "../../plugins/sqlite/rebuild.ts"
import { transaction } from "../../plugins/sqlite/transaction.ts"
import type { MemoryDatabase } from "../plugins/sqlite/memory-database.ts"
import { compilers, isCompilable } from "./dialects.ts"

/** Runs commands in one transaction, as a migration's array: what it is refused with, or `undefined`. */
export const migrate = async (
  database: MemoryDatabase,
  commands: ReadonlyArray<Command>,
): Promise<string | undefined> => {
  const steps = Result.all(commands.map(stepsOf))
  if (Result.isFailure(steps)) return String(steps.failure)
  const kind = { rebuilds: steps.success.flat().some(({ _tag }) => _tag === "Rebuild") }
  database.run(...transaction.begin(kind))
  try {
    for (const step of steps.success.flat()) {
      const statements = step._tag === "Statement" ? [step] : Result.getOrThrow(
        rebuild(await Effect.runPromise(inspect(database.connection, step.table)), step),
      )
      database.run(...statements.map(({ sql }) => sql))
    }
    const violations = await Effect.runPromise(transaction.violations(database.connection))
    if (violations.length > 0) throw new Error(violations.join("; "))
    database.run(transaction.commit)
    return undefined
  } catch (error) {
    database.run(transaction.rollback)
    return error instanceof Error ? error.message : String(error)
  } finally {
    database.run(...transaction.restore(kind))
  }
}

const stepsOf = (command: Command): Result.Result<ReadonlyArray<Step>, unknown> => {
  if (command._tag === "Execute") return Result.succeed([statement(String(command.up))])
  const sqlite = compilers["sqlite"]
  return sqlite !== undefined && isCompilable(command)
    ? sqlite.compile(command, { settings: {}, server: sqlite.server })
    : Result.fail(`${command._tag} is not for this.`)
}

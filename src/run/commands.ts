import * as Effect from "effect/Effect"
import { dirname, isAbsolute, join } from "node:path"
import type { Dialect } from "../dialect/dialect.ts"
import { Files } from "../dialect/files.ts"
import type { Server } from "../dialect/server.ts"
import { writtenStatement } from "../dialect/step.ts"
import { refuseDisturbed } from "../dialect/toolkit/session-values.ts"
import type { LockOptions } from "../dialect/try-lock.ts"
import type { Command } from "../migration/command.ts"
import { quoteCommand } from "../migration/describe.ts"
import { invalid, Refusal } from "../migration/refusal.ts"
import type { DataCommand } from "../migration/resolve.ts"
import type { LanguageSettings } from "../migration/settings.ts"
import { splitStatements } from "../migration/sql-statement.ts"
import { transactionControl } from "../migration/transaction-control.ts"
import type { Unit } from "./unit.ts"

/** What a migration's commands are compiled for. */
export interface Compiler {
  readonly dialect: Dialect
  readonly settings: LanguageSettings
  readonly server: Server
  /** The file of the migration, absolute: paths of `executeFile` are relative to it. */
  readonly path: string
  readonly transactional: boolean
  /** How the session that will run it is locked itself. */
  readonly lock: LockOptions["mode"] | undefined
  /** `false` where each command is one statement already: a .sql file was split, with its own `DELIMITER`s. */
  readonly splits: boolean
}

/**
 * Compiles commands, in their order. Sends nothing; reads the files that `executeFile` names.
 *
 * Fails with the `Refusal` of the first command that is refused.
 */
export const compileCommands = (
  commands: ReadonlyArray<Command>,
  compiler: Compiler,
): Effect.Effect<ReadonlyArray<Unit>, Refusal> => {
  const refusal = compiler.dialect.refuseNames?.(commands.filter(isData), compiler.settings)
  return refusal === undefined ? compileEach(commands, compiler) : Effect.fail(refusal)
}

const isData = (command: Command): command is DataCommand =>
  command._tag !== "Execute" && command._tag !== "ExecuteFile" && command._tag !== "Flush"

const compileEach = (
  commands: ReadonlyArray<Command>,
  compiler: Compiler,
): Effect.Effect<ReadonlyArray<Unit>, Refusal> =>
  Effect.forEach(commands, (command) => compileCommand(command, compiler))

const compileCommand = (command: Command, compiler: Compiler): Effect.Effect<Unit, Refusal> => {
  switch (command._tag) {
    case "Flush":
      return Effect.succeed({ _tag: "Flush", command })
    case "Execute":
      return typeof command.up === "string"
        ? compileSql(command.up, command, compiler)
        : Effect.succeed({ _tag: "Call", command, call: command.up })
    case "ExecuteFile":
      // The way back of a file that has nothing to undo: executeFile("up.sql", "").
      if (command.up === "") return Effect.succeed({ _tag: "Steps", command, steps: [] })
      return Effect.flatMap(readSql(command.up, compiler.path), (sql) => compileSql(sql, command, compiler))
    default: {
      const { dialect, server, settings } = compiler
      return Effect.flatMap(
        Effect.fromResult(dialect.compile(command, { settings, server })),
        (steps): Effect.Effect<Unit, Refusal> => {
          if (compiler.transactional && steps.some((step) => step._tag === "Statement" && !step.transactional)) {
            return Effect.fail(refuseInside(command))
          }
          return Effect.succeed({ _tag: "Steps", command, steps })
        },
      )
    }
  }
}

const compileSql = (sql: string, command: Command, compiler: Compiler): Effect.Effect<Unit, Refusal> => {
  const statements = compiler.splits ? splitStatements(sql, compiler.dialect.lexicon).map(({ text }) => text) : [sql]
  const { dialect, lock, transactional } = compiler
  for (const text of statements) {
    const refusal = dialect.refuseRelease?.(text, lock)
      ?? (transactional
        ? refuseTransactionControl(text, dialect, quoteCommand(command))
        : refuseDisturbed(text, dialect))
    if (refusal !== undefined) return Effect.fail(refusal)
  }
  return Effect.succeed({ _tag: "Steps", command, steps: statements.map(writtenStatement) })
}

/** Why a statement must not run in the migration's transaction, if it begins or ends one. */
export const refuseTransactionControl = (sql: string, dialect: Dialect, place: string): Refusal | undefined => {
  const keyword = transactionControl(sql, dialect.lexicon)
  return keyword === undefined ? dialect.refuseInTransaction?.(sql) : invalid(
    `${place}: ${keyword} would end the transaction that records the migration.`,
    "Leave it out, or set `transaction: false` (in a .sql file: `transaction:false` behind the marker).",
  )
}

/** Such as an index that is built concurrently. */
const refuseInside = (command: Command): Refusal =>
  invalid(
    `${quoteCommand(command)} cannot run inside a transaction.`,
    "Set `transaction: false`, best in a migration that does nothing else.",
  )

const readSql = (path: string, migration: string): Effect.Effect<string, Refusal> => {
  const file = isAbsolute(path) ? path : join(dirname(migration), path)
  return Effect.flatMap(Files, (files) =>
    Effect.try({
      try: () => new TextDecoder().decode(files.read(file)),
      catch: (cause) =>
        new Refusal({
          kind: "missing file",
          problem: `executeFile(${JSON.stringify(path)}): ${file} cannot be read (${
            cause instanceof Error ? cause.message : String(cause)
          }).`,
          hint: "Paths are relative to the migration's file.",
        }),
    }))
}

import * as Result from "effect/Result"
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Command } from "sterna"
import type { Dialect, Refusal, Server } from "sterna/dialect"
import { decodeCommands, decodeMigration } from "../../src/migration/decode.ts"
import type { Direction } from "../../src/migration/direction.ts"
import type { Migration } from "../../src/migration/migration.ts"
import { reverseAll } from "../../src/migration/reverse.ts"
import type { Vector } from "./vector.ts"

/** What a migration compiles to in one direction; `undefined` where only a run can tell: a function decides. */
export type Compiled = Result.Result<ReadonlyArray<string>, Refusal> | undefined

/** What a database's compiler is asked with. */
export interface Compiler {
  readonly compile: Dialect["compile"]
  readonly server: Server
}

/** Compiles a vector in both directions, without a server. */
export const compileVector = async (
  vector: Vector,
  compiler: Compiler,
): Promise<{ readonly up: Compiled; readonly down: Compiled }> => {
  const folder = mkdtempSync(join(tmpdir(), "sterna-vector-"))
  try {
    mkdirSync(join(folder, "node_modules"))
    symlinkSync(join(import.meta.dir, "../.."), join(folder, "node_modules", "sterna"))
    cpSync(join(vector.folder, "migration.ts"), join(folder, "migration.ts"))
    const module: { readonly default: unknown } = await import(join(folder, "migration.ts"))
    const decoded = decodeMigration(module.default)
    if (Result.isFailure(decoded)) return { up: Result.fail(decoded.failure), down: undefined }
    return {
      up: compileDirection(decoded.success.input, "up", vector, compiler),
      down: compileDirection(decoded.success.input, "down", vector, compiler),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const compileDirection = (
  input: Migration["input"],
  direction: Direction,
  vector: Vector,
  compiler: Compiler,
): Compiled => {
  const own = direction === "up" ? input.up : input.down
  const body = own ?? input.change
  const commands = typeof body === "function"
    ? body({ direction, prefix: vector.run.prefix } as Parameters<typeof body>[0])
    : body
  if (!Array.isArray(commands) || input.afterBegin !== undefined) return undefined
  const ready = Result.flatMap(
    decodeCommands(commands, direction),
    (valid) => direction === "up" || own !== undefined ? Result.succeed(valid) : reverseAll(valid),
  )
  if (Result.isFailure(ready)) return Result.fail(ready.failure)
  const statements: Array<string> = []
  for (const command of ready.success) {
    const compiled = compileOne(command, vector, compiler)
    if (compiled === undefined || Result.isFailure(compiled)) return compiled
    statements.push(...compiled.success)
  }
  return Result.succeed(statements)
}

const compileOne = (command: Command, vector: Vector, { compile, server }: Compiler): Compiled => {
  switch (command._tag) {
    case "Flush":
      return Result.succeed([])
    case "Execute":
      return typeof command.up === "string" ? Result.succeed(command.up === "" ? [] : [command.up]) : undefined
    case "ExecuteFile": {
      const sql = vector.files[command.up]
      return sql === undefined ? undefined : Result.succeed([sql])
    }
    default:
      return Result.map(
        compile(command, { server, settings: { ...vector.settings, ...vector.run } }),
        (steps) => steps.map((step) => step._tag === "Statement" ? step.sql : `rebuild ${step.table}`),
      )
  }
}

import * as Result from "effect/Result"
import type { AlterEntry } from "./column.ts"
import { type Command, command } from "./command.ts"
import { index } from "./database-index.ts"
import { quoteChange, quoteCommand } from "./describe.ts"
import { indexName } from "./names.ts"
import { irreversible, type Refusal } from "./refusal.ts"
import { reverseModify } from "./reverse-modify.ts"

type Reversed<A> = Result.Result<A, Refusal>

/**
 * The command that undoes a command (Ecto.Migration.Runner, `reverse`). Pure.
 *
 * Refuses with kind `irreversible`, quoting the command and saying what to write, where there is no way back.
 */
export const reverse = (forward: Command): Reversed<Command> => {
  switch (forward._tag) {
    case "Create":
      return Result.succeed(command("Drop", { object: forward.object, mode: undefined }))
    case "CreateIfNotExists":
      return Result.succeed(command("DropIfExists", { object: forward.object, mode: undefined }))
    case "Alter":
      return Result.map(
        all(forward.changes.toReversed().map((change) => reverseChange(change, forward))),
        (changes) => command("Alter", { table: forward.table, changes }),
      )
    case "Drop":
      return forward.object._tag === "Index"
        ? Result.succeed(command("Create", { object: forward.object, entries: [] }))
        : noWayBack(forward)
    case "DropIfExists":
      return forward.object._tag === "Index"
        ? Result.succeed(command("CreateIfNotExists", { object: forward.object, entries: [] }))
        : noWayBack(forward)
    case "RenameTable":
      return Result.succeed(command("RenameTable", { table: forward.to, to: forward.table }))
    case "RenameColumn":
      return Result.succeed(
        command("RenameColumn", { table: forward.table, column: forward.to, to: forward.column }),
      )
    case "RenameIndex":
      return reverseRenameIndex(forward)
    case "Execute":
      return forward.down === undefined
        ? noWayBack(forward, "Give it a second argument: what undoes it, or \"\" where there is nothing to undo.")
        : Result.succeed(command("Execute", { up: forward.down, down: forward.up }))
    case "ExecuteFile":
      return forward.down === undefined
        ? noWayBack(forward, "Give it a second file: the SQL that undoes it, or \"\" where there is nothing to undo.")
        : Result.succeed(command("ExecuteFile", { up: forward.down, down: forward.up }))
    case "UpdateAll":
      return noWayBack(forward)
    case "Flush":
      return noWayBack(forward, "Nothing is sent between two commands on the way back: write `up` and `down`.")
  }
}

/** The commands that undo commands: each reversed, the last one first. Refuses as `reverse` does. */
export const reverseAll = (forward: ReadonlyArray<Command>): Reversed<ReadonlyArray<Command>> =>
  all(forward.toReversed().map(reverse))

const all = <A>(results: ReadonlyArray<Reversed<A>>): Reversed<ReadonlyArray<A>> => Result.all(results)

const writeUpAndDown = "Write `up` and `down` instead of `change`."

const noWayBack = (forward: Command, hint: string = writeUpAndDown): Reversed<never> =>
  Result.fail(irreversible(`${quoteCommand(forward)} has no way back.`, hint))

const reverseRenameIndex = (forward: Extract<Command, { readonly _tag: "RenameIndex" }>): Reversed<Command> => {
  const { columns, options, table } = forward.index
  const renamed = index(table, columns, { ...options, name: forward.to })
  return Result.succeed(command("RenameIndex", { index: renamed, to: options.name ?? indexName(table, columns) }))
}

const reverseChange = (
  change: AlterEntry,
  alter: Extract<Command, { readonly _tag: "Alter" }>,
): Reversed<AlterEntry> => {
  const refuse = (hint: string): Reversed<never> =>
    Result.fail(irreversible(`${quoteChange(change)} in ${quoteCommand(alter)} has no way back.`, hint))
  switch (change._tag) {
    case "Add":
      return Result.succeed({ _tag: "Remove", column: change.column, type: change.type, options: change.options })
    case "Remove":
      return change.type === undefined
        ? refuse(`Say what the column is: remove("${change.column}", type, options).`)
        : Result.succeed({ _tag: "Add", column: change.column, type: change.type, options: change.options })
    case "Modify":
      return change.options.from === undefined
        ? refuse("Say what the column was before: { from: type } or { from: [type, options] }.")
        : Result.succeed(reverseModify(change, change.options.from))
    case "Timestamps":
      return Result.succeed({ _tag: "RemoveTimestamps", options: change.options })
    case "RemoveTimestamps":
      return Result.succeed({ _tag: "Timestamps", options: change.options })
    case "AddIfNotExists":
    case "RemoveIfExists":
      return refuse(writeUpAndDown)
  }
}

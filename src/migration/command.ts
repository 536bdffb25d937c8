import type * as Effect from "effect/Effect"
import * as Effectable from "effect/Effectable"
import type { AlterEntry, CreateEntry, Default } from "./column.ts"
import type { Constraint } from "./constraint.ts"
import type { Context, Result } from "./context.ts"
import type { DatabaseError } from "./database-error.ts"
import type { Index } from "./database-index.ts"
import type { Fragment } from "./fragment.ts"
import { frozen } from "./frozen.ts"
import { propertyOf } from "./property.ts"
import type { Refusal } from "./refusal.ts"
import type { Table } from "./table.ts"
import { Turn } from "./turn.ts"
import { noteWrittenCommand } from "./written-command.ts"

/** A function of the context, for what SQL alone cannot say. */
export type ExecuteFunction = (context: Context) => Result

export type DropMode = "cascade" | "restrict"

/** How something is dropped. */
export interface DropOptions {
  /** `"cascade"` takes along what depends on it. */
  readonly mode?: DropMode
}

/** Which columns get which values, in which rows. */
export interface UpdateAllOptions {
  readonly set: { readonly [column: string]: Default }
  /** Which rows; all of them when left out. */
  readonly where?: Fragment | string
  readonly prefix?: string | null
}

/** Each command as plain data, by its tag. */
interface CommandFields {
  readonly Create: { readonly object: Table | Index | Constraint; readonly entries: ReadonlyArray<CreateEntry> }
  readonly CreateIfNotExists: { readonly object: Table | Index; readonly entries: ReadonlyArray<CreateEntry> }
  readonly Alter: { readonly table: Table; readonly changes: ReadonlyArray<AlterEntry> }
  readonly Drop: { readonly object: Table | Index | Constraint; readonly mode: DropMode | undefined }
  readonly DropIfExists: { readonly object: Table | Index | Constraint; readonly mode: DropMode | undefined }
  readonly RenameTable: { readonly table: Table; readonly to: Table }
  readonly RenameColumn: { readonly table: Table; readonly column: string; readonly to: string }
  readonly RenameIndex: { readonly index: Index; readonly to: string }
  readonly Execute: { readonly up: string | ExecuteFunction; readonly down: string | ExecuteFunction | undefined }
  readonly ExecuteFile: { readonly up: string; readonly down: string | undefined }
  readonly UpdateAll: { readonly table: string; readonly options: UpdateAllOptions }
  readonly Flush: {}
}

export type CommandTag = keyof CommandFields

/** A command, by its tag: frozen data, and an Effect that runs it at once when yielded in a migration's function. */
export type CommandOf<Tag extends CommandTag> =
  & { readonly _tag: Tag }
  & CommandFields[Tag]
  & Effect.Effect<void, Refusal | DatabaseError, Turn>

/** Anything that a migration can say. */
export type Command = { readonly [Tag in CommandTag]: CommandOf<Tag> }[CommandTag]

const prototype = Effectable.Prototype<Command>({
  label: "Command",
  evaluate() {
    return Turn.use((turn) => turn.run(this))
  },
})

/** A command from its data. The words below are the way to write one; this is for code that derives commands. */
export const command = <Tag extends CommandTag>(_tag: Tag, fields: CommandFields[Tag]): CommandOf<Tag> =>
  written(_tag, fields)

/** A command as it was written, right or wrong: decoding checks its fields. */
const written = <Tag extends CommandTag>(
  _tag: Tag,
  fields: { readonly [Field in keyof CommandFields[Tag]]: unknown },
): CommandOf<Tag> => {
  // Object.create is untyped: the prototype carries the Effect, the assignment the data.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const made = Object.freeze(Object.assign(Object.create(prototype), { _tag }, fields)) as CommandOf<Tag>
  noteWrittenCommand(made)
  return made
}

/** Whether a value is a command, whichever copy of the language made it. */
export const isCommand = (value: unknown): value is Command =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === prototype

interface Create {
  (table: Table, entries?: ReadonlyArray<CreateEntry>): CommandOf<"Create">
  (object: Index | Constraint): CommandOf<"Create">
}

/**
 * A new table, index or constraint. Backward it is dropped.
 *
 * @example
 * create(table("posts"), [add("title", "string"), timestamps()])
 * create(index("posts", ["title"]))
 */
export const create: Create = (
  object: Table | Index | Constraint,
  entries: ReadonlyArray<CreateEntry> = [],
): CommandOf<"Create"> => command("Create", { object, entries: frozen(entries) })

interface CreateIfNotExists {
  (table: Table, entries?: ReadonlyArray<CreateEntry>): CommandOf<"CreateIfNotExists">
  (index: Index): CommandOf<"CreateIfNotExists">
}

/**
 * A new table or index, unless there is one of that name. Backward it is dropped if it exists.
 *
 * @example
 * createIfNotExists(table("posts"), [add("title", "string")])
 */
export const createIfNotExists: CreateIfNotExists = (
  object: Table | Index,
  entries: ReadonlyArray<CreateEntry> = [],
): CommandOf<"CreateIfNotExists"> => command("CreateIfNotExists", { object, entries: frozen(entries) })

/**
 * Changes to the columns of a table. Backward they are undone in reverse order.
 *
 * @example
 * alter(table("posts"), [add("views", "integer"), modify("title", "text", { from: "string" })])
 */
export const alter = (table: Table, changes: ReadonlyArray<AlterEntry>): CommandOf<"Alter"> =>
  command("Alter", { table, changes: frozen(changes) })

/**
 * Drops a table, an index or a constraint. Of these only the index has a way back.
 *
 * @example
 * drop(index("posts", ["title"]))
 */
export const drop = (object: Table | Index | Constraint, options: DropOptions = {}): CommandOf<"Drop"> =>
  command("Drop", { object, mode: options?.mode })

/**
 * Drops a table, an index or a constraint if it exists. Of these only the index has a way back.
 *
 * @example
 * dropIfExists(table("posts"), { mode: "cascade" })
 */
export const dropIfExists = (
  object: Table | Index | Constraint,
  options: DropOptions = {},
): CommandOf<"DropIfExists"> => command("DropIfExists", { object, mode: options?.mode })

/**
 * Another name for a table, a column or an index. Backward the old one.
 *
 * @example
 * rename(table("posts"), { to: table("articles") })
 * rename(table("posts"), "title", { to: "headline" })
 * rename(index("posts", ["title"]), { to: "posts_by_title" })
 */
export function rename(table: Table, options: { readonly to: Table }): CommandOf<"RenameTable">
export function rename(table: Table, column: string, options: { readonly to: string }): CommandOf<"RenameColumn">
export function rename(index: Index, options: { readonly to: string }): CommandOf<"RenameIndex">
export function rename(object: Table | Index, ...rest: ReadonlyArray<unknown>): Command {
  const [second, third] = rest
  if (typeof second === "string") return written("RenameColumn", { table: object, column: second, to: targetOf(third) })
  return propertyOf(object, "_tag") === "Index"
    ? written("RenameIndex", { index: object, to: targetOf(second) })
    : written("RenameTable", { table: object, to: targetOf(second) })
}

const targetOf = (options: unknown): unknown => propertyOf(options, "to")

/**
 * SQL as it stands, one statement or several, or a function of the context. The second argument is the way back;
 * an empty string means that there is nothing to do on it.
 *
 * @example
 * execute("CREATE VIEW titles AS SELECT title FROM posts", "DROP VIEW titles")
 */
export const execute = (
  up: string | ExecuteFunction,
  down?: string | ExecuteFunction,
): CommandOf<"Execute"> => command("Execute", { up, down })

/**
 * The SQL of a file, whose path is relative to the migration. The second file is the way back.
 *
 * @example
 * executeFile("views/titles.sql", "views/drop_titles.sql")
 */
export const executeFile = (up: string, down?: string): CommandOf<"ExecuteFile"> => command("ExecuteFile", { up, down })

/**
 * New values for columns, in every row or in those that `where` names. Has no way back.
 *
 * @example
 * updateAll("posts", { set: { published_at: fragment("updated_at") }, where: "published" })
 */
export const updateAll = (table: string, options: UpdateAllOptions): CommandOf<"UpdateAll"> =>
  command("UpdateAll", { table, options: Object.freeze({ ...options }) })

/**
 * Sends what is queued now. Backward it is refused: write `up` and `down` instead.
 *
 * @example
 * [alter(table("posts"), [add("slug", "string")]), flush(), execute(({ sql }) => sql`UPDATE posts SET slug = id`)]
 */
export const flush = (): CommandOf<"Flush"> => command("Flush", {})

import type { AlterEntry, CreateEntry } from "./column.ts"
import type { Command } from "./command.ts"
import type { Constraint } from "./constraint.ts"
import type { Index } from "./database-index.ts"
import type { Table } from "./table.ts"

type DatabaseObject = Table | Index | Constraint

/** One line for the log, in words: `create table posts` (Ecto's Ecto.Migration.Runner, `log_ddl`). */
export const describe = (command: Command): string => {
  switch (command._tag) {
    case "Create":
      return `create ${nameOf(command.object)}`
    case "CreateIfNotExists":
      return `create if not exists ${nameOf(command.object)}`
    case "Alter":
      return `alter ${nameOf(command.table)}`
    case "Drop":
      return `drop ${nameOf(command.object)}`
    case "DropIfExists":
      return `drop if exists ${nameOf(command.object)}`
    case "RenameTable":
      return `rename ${nameOf(command.table)} to ${onOneLine(command.to.name)}`
    case "RenameColumn":
      return `rename column ${onOneLine(command.column)} to ${onOneLine(command.to)} on ${nameOf(command.table)}`
    case "RenameIndex":
      return `rename ${nameOf(command.index)} to ${onOneLine(command.to)}`
    case "Execute":
      return typeof command.up === "string" ? `execute ${quote(command.up)}` : "execute a function"
    case "ExecuteFile":
      return `execute file ${quote(command.up)}`
    case "UpdateAll":
      return `update all of table ${onOneLine(command.table)}`
    case "Flush":
      return "flush"
  }
}

/** The command as it is written in a migration, shortened: `drop(table("posts"))`. For messages that quote it. */
export const quoteCommand = (command: Command): string => {
  switch (command._tag) {
    case "Create":
      return `create(${quoteObject(command.object)}${quoteEntries(command.entries)})`
    case "CreateIfNotExists":
      return `createIfNotExists(${quoteObject(command.object)}${quoteEntries(command.entries)})`
    case "Alter":
      return `alter(${quoteObject(command.table)}, [${quoteChanges(command.changes)}])`
    case "Drop":
      return `drop(${quoteObject(command.object)})`
    case "DropIfExists":
      return `dropIfExists(${quoteObject(command.object)})`
    case "RenameTable":
      return `rename(${quoteObject(command.table)}, { to: ${quoteObject(command.to)} })`
    case "RenameColumn":
      return `rename(${quoteObject(command.table)}, ${quote(command.column)}, { to: ${quote(command.to)} })`
    case "RenameIndex":
      return `rename(${quoteObject(command.index)}, { to: ${quote(command.to)} })`
    case "Execute":
      return `execute(${typeof command.up === "string" ? quote(command.up) : "function"})`
    case "ExecuteFile":
      return `executeFile(${quote(command.up)})`
    case "UpdateAll":
      return `updateAll(${quote(command.table)}, …)`
    case "Flush":
      return "flush()"
  }
}

/** A change of an `alter`, as it is written: `modify("title", …)`. */
export const quoteChange = (change: AlterEntry): string => {
  if (change._tag === "Timestamps" || change._tag === "RemoveTimestamps") return "timestamps()"
  const word = change._tag.charAt(0).toLowerCase() + change._tag.slice(1)
  return change._tag === "Remove" && change.type === undefined
    ? `${word}(${quote(change.column)})`
    : `${word}(${quote(change.column)}, …)`
}

const quoteChanges = (changes: ReadonlyArray<AlterEntry>): string => changes.map(quoteChange).join(", ")

const quoteEntries = (entries: ReadonlyArray<CreateEntry>): string => entries.length === 0 ? "" : ", […]"

const quoteObject = (object: DatabaseObject): string => {
  switch (object._tag) {
    case "Table":
      return `table(${quote(object.name)})`
    case "Index":
      return object.options.name === undefined
        ? `index(${quote(object.table)}, …)`
        : `index(${quote(object.table)}, …, { name: ${quote(object.options.name)} })`
    case "Constraint":
      return `constraint(${quote(object.table)}, ${quote(object.name)})`
  }
}

const nameOf = (object: DatabaseObject): string => {
  switch (object._tag) {
    case "Table":
      return `table ${onOneLine(object.name)}`
    case "Index":
      return object.options.name === undefined
        ? `index on ${onOneLine(object.table)}`
        : `index ${onOneLine(object.options.name)}`
    case "Constraint":
      return `constraint ${onOneLine(object.name)} on table ${onOneLine(object.table)}`
  }
}

const longestQuote = 60

const quote = (text: string): string => {
  const line = text.trim().replace(/\s+/g, " ")
  return onOneLine(JSON.stringify(line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line))
}

/** Names may hold what ends a line or moves a terminal's cursor: it is shown as an escape. */
const onOneLine = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )

import type { ColumnType, KnownType } from "./column-type.ts"
import type { AlterEntry, CreateEntry } from "./column.ts"
import type { Command } from "./command.ts"
import { DatabaseError } from "./database-error.ts"
import { nearest } from "./nearest.ts"

const known: { readonly [Type in KnownType]: true } = {
  id: true,
  serial: true,
  bigserial: true,
  identity: true,
  smallint: true,
  integer: true,
  bigint: true,
  float: true,
  decimal: true,
  numeric: true,
  boolean: true,
  string: true,
  text: true,
  binary: true,
  bitstring: true,
  binary_id: true,
  uuid: true,
  map: true,
  duration: true,
  date: true,
  time: true,
  time_usec: true,
  naive_datetime: true,
  naive_datetime_usec: true,
  utc_datetime: true,
  utc_datetime_usec: true,
}

/**
 * What the database says of a command, with the type that was meant where the error names one of the command's types and that
 * is one edit from a type of the language. A database has types of its own, so that only it knows what is misspelt.
 */
export const withMeantType = (error: DatabaseError, command: Command): DatabaseError => {
  const { hint, problem } = error
  const type = typesOf(command).find((each) => !(each in known) && problem.toLowerCase().includes(each.toLowerCase()))
  const meant = type === undefined ? undefined : nearest(type, Object.keys(known), 1)
  if (meant === undefined) return error
  const hints = [...hint === undefined ? [] : [hint], `Did you mean "${meant}"?`]
  const { code, detail, kind, position, sql, transient } = error
  return new DatabaseError({
    kind,
    problem,
    ...code === undefined ? {} : { code },
    ...sql === undefined ? {} : { sql },
    ...position === undefined ? {} : { position },
    ...detail === undefined ? {} : { detail },
    hint: hints.join(" "),
    ...transient === undefined ? {} : { transient },
  })
}

const typesOf = (command: Command): ReadonlyArray<string> => {
  switch (command._tag) {
    case "Create":
    case "CreateIfNotExists": {
      const primaryKey = command.object._tag === "Table" ? command.object.options.primaryKey : undefined
      const key = typeof primaryKey === "object" ? typeNames(primaryKey.type) : []
      return [...key, ...command.entries.flatMap(typesOfEntry)]
    }
    case "Alter":
      return command.changes.flatMap(typesOfEntry)
    default:
      return []
  }
}

const typesOfEntry = (entry: CreateEntry | AlterEntry): ReadonlyArray<string> =>
  typeNames("type" in entry ? entry.type : "type" in entry.options ? entry.options.type : undefined)

const typeNames = (type: ColumnType | undefined): ReadonlyArray<string> => {
  if (type === undefined) return []
  if (typeof type === "string") return [type]
  return typeNames(type._tag === "Array" ? type.of : type.options.type)
}

import type { QualifiedName } from "../../migration/qualified-name.ts"
import type { ResolvedCommand } from "../../migration/resolved-command.ts"
import type { TableChange } from "../../migration/table-change.ts"
import type { TableColumn } from "../../migration/table-column.ts"
import type { TableIndex } from "../../migration/table-index.ts"
import { type Nature, repeatable } from "../nature.ts"
import type { Probe } from "../probe.ts"
import { type TypeTable, typeText } from "./type-table.ts"

/** How it is found out whether the statement of a command was done, where the database cannot undo it. */
export const natureOfCommand = (command: ResolvedCommand, types: TypeTable): Nature => {
  const probes = probesOf(command, types)
  return probes.length === 0 ? repeatable : { _tag: "Probed", probes }
}

/** How it is found out whether a foreign key was dropped, in a statement that goes before the one that makes it anew. */
export const natureOfDroppedKeys = (command: ResolvedCommand): Nature => {
  if (command._tag !== "AlterTable") return repeatable
  const probes = command.changes.flatMap((change) =>
    change._tag === "ModifyColumn" ? constraintOf(command.table, change.from, false) : []
  )
  return probes.length === 0 ? repeatable : { _tag: "Probed", probes }
}

/** None where the command may be done twice. */
const probesOf = (command: ResolvedCommand, types: TypeTable): ReadonlyArray<Probe> => {
  switch (command._tag) {
    case "CreateTable":
      return command.ifNotExists ? [] : [{ _tag: "Table", table: command.table, present: true }]
    case "DropTable":
      return command.ifExists ? [] : [{ _tag: "Table", table: command.table, present: false }]
    case "RenameTable":
      return [
        { _tag: "Table", table: command.table, present: false },
        { _tag: "Table", table: command.to, present: true },
      ]
    case "RenameColumn": {
      const { column, table, to } = command
      return [
        { _tag: "Column", table, column, present: false },
        { _tag: "Column", table, column: to, present: true },
      ]
    }
    case "CreateIndex":
      return [indexProbe(command.index, command.index.name, true)]
    case "DropIndex":
      return [indexProbe(command.index, command.index.name, false)]
    case "RenameIndex":
      return [indexProbe(command.index, command.index.name, false), indexProbe(command.index, command.to, true)]
    case "UpdateRows":
      return []
    case "AlterTable": {
      const { changes, table } = command
      return [...changes.flatMap((change) => probesOfChange(table, change, types)), ...primaryKey(table, changes)]
    }
  }
}

const indexProbe = ({ table }: TableIndex, name: string, present: boolean): Probe => ({
  _tag: "Index",
  table,
  index: { name, prefix: table.prefix },
  present,
})

const probesOfChange = (table: QualifiedName, change: TableChange, types: TypeTable): ReadonlyArray<Probe> => {
  switch (change._tag) {
    case "AddColumn": {
      const { name: column, options, type } = change.column
      return [{ _tag: "Column", table, column, present: true, type: typeText(types, type, options) }]
    }
    // The definition may be given twice, the foreign keys may not.
    case "ModifyColumn": {
      const { column, from } = change
      const replaced = from?.reference?.name === column.reference?.name
      return [...replaced ? [] : constraintOf(table, from, false), ...constraintOf(table, column, true)]
    }
    case "RemoveColumn":
      return [{ _tag: "Column", table, column: change.name, present: false }]
    case "AddConstraint":
      return [{ _tag: "Constraint", table, constraint: change.constraint.name, present: true }]
    case "DropConstraint":
      return [{ _tag: "Constraint", table, constraint: change.name, present: false }]
  }
}

const constraintOf = (
  table: QualifiedName,
  column: TableColumn | undefined,
  present: boolean,
): ReadonlyArray<Probe> =>
  column?.reference === undefined
    ? []
    : [{ _tag: "Constraint", table, constraint: column.reference.name, present }]

/** Of a column that is added with its key the column is enough. */
const primaryKey = (table: QualifiedName, changes: ReadonlyArray<TableChange>): ReadonlyArray<Probe> =>
  changes.some((change) => change._tag === "ModifyColumn" && change.column.options.primaryKey === true)
    ? [{ _tag: "Constraint", table, constraint: undefined, present: true }]
    : []

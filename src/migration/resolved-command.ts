import type { Default } from "./column.ts"
import type { DropMode } from "./command.ts"
import type { QualifiedName } from "./qualified-name.ts"
import type { TableChange } from "./table-change.ts"
import type { TableColumn } from "./table-column.ts"
import type { TableIndex } from "./table-index.ts"

/** What a command does, with every setting applied: nothing is left that a dialect would have to look up. */
export type ResolvedCommand =
  | CreateTable
  | AlterTable
  | DropTable
  | RenameTable
  | RenameColumn
  | CreateIndex
  | DropIndex
  | RenameIndex
  | UpdateRows

export interface CreateTable {
  readonly _tag: "CreateTable"
  readonly table: QualifiedName
  readonly ifNotExists: boolean
  /** The implicit primary key is the first of them. */
  readonly columns: ReadonlyArray<TableColumn>
  readonly modifiers: string | undefined
  readonly engine: string | undefined
  readonly options: string | undefined
  readonly comment: string | undefined
}
/** Changes to the columns of a table, or a constraint that comes or goes. */
export interface AlterTable {
  readonly _tag: "AlterTable"
  readonly table: QualifiedName
  readonly changes: ReadonlyArray<TableChange>
  readonly comment: string | undefined
}
export interface DropTable {
  readonly _tag: "DropTable"
  readonly table: QualifiedName
  readonly ifExists: boolean
  readonly mode: DropMode | undefined
}
export interface RenameTable {
  readonly _tag: "RenameTable"
  readonly table: QualifiedName
  readonly to: QualifiedName
}
export interface RenameColumn {
  readonly _tag: "RenameColumn"
  readonly table: QualifiedName
  readonly column: string
  readonly to: string
}
export interface CreateIndex {
  readonly _tag: "CreateIndex"
  readonly index: TableIndex
  readonly ifNotExists: boolean
}
export interface DropIndex {
  readonly _tag: "DropIndex"
  readonly index: TableIndex
  readonly ifExists: boolean
  readonly mode: DropMode | undefined
}
export interface RenameIndex {
  readonly _tag: "RenameIndex"
  readonly index: TableIndex
  readonly to: string
}
export interface UpdateRows {
  readonly _tag: "UpdateRows"
  readonly table: QualifiedName
  readonly set: ReadonlyArray<readonly [column: string, value: Default]>
  readonly where: string | undefined
}

import type { IndexDirection } from "../../migration/table-index.ts"

/*
 * What a grammar puts together: names quoted, values written as literals, what is not said `undefined`.
 */

/** A table's name and its prefix, each by itself. */
export interface TableNameText {
  readonly name: string
  readonly prefix: string | undefined
}

/** A column, for its definition. */
export interface ColumnText {
  /** Quoted. */
  readonly name: string
  /** As the table of types writes it. */
  readonly type: string
  /** The literal or expression. */
  readonly default: string | undefined
  /** `false`: NOT NULL. */
  readonly null: boolean | undefined
  /** The collation's name, as the migration says it. */
  readonly collation: string | undefined
  /** The expression, as the migration says it. */
  readonly generated: string | undefined
  /** `CONSTRAINT name CHECK (…)`. */
  readonly check: string | undefined
  /** A string literal. */
  readonly comment: string | undefined
  /** The column that this one stands behind. */
  readonly after: string | undefined
  /** Where keys stand inline: whether this column is the whole primary key. */
  readonly primaryKey: boolean
  /** Whether the database gives out the numbers of the column: its type is `serial` or `bigserial`. */
  readonly numbered: boolean
  /** Where keys stand inline: `CONSTRAINT name REFERENCES …`. */
  readonly reference: string | undefined
}

export interface TableText {
  readonly name: string
  readonly ifNotExists: boolean
  /** The definitions of columns and keys, between commas. */
  readonly body: string
  readonly modifiers: string | undefined
  readonly engine: string | undefined
  readonly options: string | undefined
  /** A string literal. */
  readonly comment: string | undefined
}

/** A change of a table, for `ALTER TABLE`. */
export type ChangeText = AddColumnText | ModifyColumnText | RemoveColumnText | AddConstraintText | DropConstraintText

export interface AddColumnText {
  readonly _tag: "AddColumn"
  /** The column's definition. */
  readonly definition: string
  readonly ifNotExists: boolean
  /** Where keys stand apart: `CONSTRAINT name FOREIGN KEY …`. */
  readonly foreignKey: string | undefined
}
/** A change of a column that is there. */
export interface ModifyColumnText {
  /** Tells it from the other changes. */
  readonly _tag: "ModifyColumn"
  /** What the column is to be. */
  readonly column: ColumnText
  /** The column's definition. */
  readonly definition: string
  /** Where keys stand apart: `CONSTRAINT name FOREIGN KEY …`. */
  readonly foreignKey: string | undefined
  /** The name of the foreign key that the column had. */
  readonly droppedForeignKey: string | undefined
}
export interface RemoveColumnText {
  readonly _tag: "RemoveColumn"
  readonly name: string
  readonly ifExists: boolean
  /** The name of the foreign key that the column had. */
  readonly droppedForeignKey: string | undefined
}
export interface AddConstraintText {
  readonly _tag: "AddConstraint"
  readonly name: string
  readonly check: string | undefined
  readonly exclude: string | undefined
  readonly validate: boolean
}
export interface DropConstraintText {
  readonly _tag: "DropConstraint"
  readonly name: string
  readonly ifExists: boolean
  readonly cascade: boolean
}

export interface IndexText {
  readonly name: string
  readonly table: string
  /** The columns and expressions, each with its direction. */
  readonly columns: string
  /** The columns that are no expressions, quoted. */
  readonly columnNames: ReadonlyArray<string>
  readonly ifNotExists: boolean
  readonly unique: boolean
  readonly concurrently: boolean
  readonly using: string | undefined
  readonly where: string | undefined
  /** The columns and expressions, between commas. */
  readonly include: string | undefined
  readonly nullsDistinct: boolean | undefined
  readonly only: boolean
  readonly options: string | undefined
  /** A string literal. */
  readonly comment: string | undefined
}

/** An index that is there: its name alone, with the prefix of its table, and its table. */
export interface IndexNameText {
  readonly name: string
  readonly qualifiedName: string
  readonly table: string
}

export interface DropIndexText extends IndexNameText {
  readonly ifExists: boolean
  readonly concurrently: boolean
  readonly cascade: boolean
}

export type DirectionText = { readonly [Direction in IndexDirection]: string }

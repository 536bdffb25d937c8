import { type Default, isFragment, type TableChange } from "sterna/dialect"

/**
 * Whether SQLite has no statement for a change, or one that it refuses whatever the table holds (lang_altertable, 4
 * and 5). What it refuses only in a table with rows, as other databases do, is a statement: NOT NULL without a default.
 */
export const rebuilds = (change: TableChange): boolean => {
  switch (change._tag) {
    case "AddColumn": {
      const { options, reference } = change.column
      return change.ifNotExists
        || options.primaryKey === true
        || isStored(options.generated)
        || !isConstant(options.default)
        || isComposite(reference)
        || (reference !== undefined && !isNull(options.default))
    }
    case "RemoveColumn":
      return change.ifExists || change.column?.options.primaryKey === true || isComposite(change.column?.reference)
    case "ModifyColumn":
    case "AddConstraint":
    case "DropConstraint":
      return true
  }
}

const isComposite = (reference: { readonly columns: ReadonlyArray<unknown> } | undefined): boolean =>
  reference !== undefined && reference.columns.length > 1

const isStored = (generated: string | undefined): boolean => generated !== undefined && /\bSTORED\s*$/i.test(generated)

/** A default that `ADD COLUMN` takes: no expression, which would have to be computed for every row. */
const isConstant = (value: Default | undefined): boolean => !isFragment(value) || constant.test(value.sql)

const constant = /^\s*(?:[+-]?[\d.]+(?:e[+-]?\d+)?|x?'(?:[^']|'')*'|null|true|false)\s*$/i

/** A reference that is added has to be null in the rows that are there. */
const isNull = (value: Default | undefined): boolean =>
  value === undefined || value === null || (isFragment(value) && /^\s*null\s*$/i.test(value.sql))

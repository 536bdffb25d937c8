import type { QualifiedName } from "../../migration/qualified-name.ts"
import type { TableChange } from "../../migration/table-change.ts"
import type { TableColumn } from "../../migration/table-column.ts"
import type { TableConstraint } from "../../migration/table-constraint.ts"
import { featuresUsed, type FeatureUse, prefixUsed } from "./feature-use.ts"
import type { Feature } from "./feature.ts"

/** What a change of a table asks for. */
export const featuresOfChange = (change: TableChange, table: QualifiedName): ReadonlyArray<FeatureUse> => {
  switch (change._tag) {
    case "AddColumn":
      return [
        ...featuresOfColumn(change.column, table),
        ...featuresUsed(subjectOf(change.column.name, table), [
          ["column.addIfNotExists", change.ifNotExists],
          ["reference.onNewColumn", change.column.reference !== undefined],
        ]),
      ]
    case "ModifyColumn":
      return [
        ...featuresUsed(subjectOf(change.column.name, table), [
          ["column.modify", true],
          ["column.modifyGenerated", change.column.options.generated !== undefined],
          ["column.modifyPrimaryKey", change.column.options.primaryKey === false],
          ["reference.add", change.column.reference !== undefined],
          ["reference.notValid", change.column.reference?.validate === false],
        ]),
        ...featuresOfColumn(change.column, table),
      ]
    case "RemoveColumn":
      return featuresUsed(subjectOf(change.name, table), [["column.removeIfExists", change.ifExists]])
    case "AddConstraint":
      return featuresOfConstraint(change.constraint)
    case "DropConstraint":
      return featuresUsed(`constraint ${change.name}`, [
        ["constraint.dropIfExists", change.ifExists],
        ["constraint.cascade", change.mode === "cascade"],
      ])
  }
}

/** What a column asks for. */
export const featuresOfColumn = (column: TableColumn, table: QualifiedName): ReadonlyArray<FeatureUse> => {
  const subject = subjectOf(column.name, table)
  return [
    ...columnFeatures.filter(([, isAsked]) => isAsked(column)).map(([feature]) => ({ feature, subject })),
    ...featuresOfReference(column, subject),
  ]
}

const columnFeatures: ReadonlyArray<readonly [feature: Feature, isAsked: (column: TableColumn) => boolean]> = [
  ["column.array", ({ type }) => typeof type === "object"],
  ["column.after", ({ options }) => options.after !== undefined],
  ["column.check", ({ options }) => options.check !== undefined],
  ["column.collation", ({ options }) => options.collation !== undefined],
  ["column.comment", ({ options }) => options.comment !== undefined],
  ["column.generated", ({ options }) => options.generated !== undefined],
  ["column.fields", ({ options }) => options.fields !== undefined],
  ["column.identity", ({ reference, type }) => type === "identity" && reference === undefined],
  ["column.bitstring", ({ type }) => type === "bitstring"],
  ["column.duration", ({ type }) => type === "duration"],
]

const featuresOfReference = ({ reference }: TableColumn, subject: string): ReadonlyArray<FeatureUse> => {
  if (reference === undefined) return []
  const { match, onDelete, onUpdate } = reference
  return [
    ...prefixUsed(reference.table, subject),
    ...featuresUsed(subject, [
      ["reference.actions", changesRows(onDelete) || changesRows(onUpdate)],
      ["reference.setDefault", onDelete === "set default"],
      ["reference.setNullColumns", typeof onDelete === "object" && "setNull" in onDelete],
      ["reference.setDefaultColumns", typeof onDelete === "object" && "setDefault" in onDelete],
      ["reference.matchSimple", match === "simple"],
      ["reference.match", match === "full" || match === "partial"],
      ["reference.notValidOnNewColumn", !reference.validate],
    ]),
  ]
}

const changesRows = (action: unknown): boolean =>
  action !== undefined && action !== "no action" && action !== "restrict"

const featuresOfConstraint = (constraint: TableConstraint): ReadonlyArray<FeatureUse> =>
  featuresUsed(`constraint ${constraint.name}`, [
    ["constraint.check", constraint.check !== undefined],
    ["constraint.exclude", constraint.exclude !== undefined],
    ["constraint.notValid", !constraint.validate],
    ["constraint.comment", constraint.comment !== undefined],
  ])

const subjectOf = (column: string, table: QualifiedName): string => `column ${column} of table ${table.name}`

import * as Record from "effect/Record"

/**
 * What only some databases can do, and how it is called where one cannot: "SQLite has no `using` of indexes". A dialect
 * answers every line of this table.
 */
export const featureNames = {
  prefix: "prefixes",

  "table.modifiers": "`modifiers` of tables",
  "table.engine": "`engine` of tables",
  "table.options": "`options` of tables",
  "table.comment": "`comment` of tables",
  "table.cascade": "`mode: \"cascade\"` for tables",

  "column.array": "array types",
  "column.after": "`after` of columns",
  "column.check": "`check` of columns",
  "column.collation": "`collation` of columns",
  "column.comment": "`comment` of columns",
  "column.generated": "`generated` of columns",
  "column.fields": "`fields` of columns",
  "column.identity": "identity columns",
  "column.bitstring": "type `bitstring`",
  "column.duration": "type `duration`",
  "column.addIfNotExists": "`addIfNotExists`",
  "column.removeIfExists": "`removeIfExists`",
  "column.modify": "`modify`",
  "column.modifyGenerated": "`generated` in `modify`",
  "column.modifyPrimaryKey": "`primaryKey: false` in `modify`",

  "reference.add": "foreign keys on columns that are already there",
  "reference.onNewColumn": "foreign keys on new columns of tables that are already there",
  "reference.actions": "`onDelete` and `onUpdate` of references that change rows",
  "reference.setDefault": "`onDelete: \"set default\"` of references",
  "reference.setNullColumns": "`onDelete: { setNull: […] }` of references",
  "reference.setDefaultColumns": "`onDelete: { setDefault: […] }` of references",
  "reference.matchSimple": "`match: \"simple\"` of references",
  "reference.match": "`match` of references",
  "reference.notValid": "`validate: false` of references",
  "reference.notValidOnNewColumn": "`validate: false` of references on new columns",

  "index.concurrently": "`concurrently` of indexes",
  "index.expression": "expressions in indexes",
  "index.using": "`using` of indexes",
  "index.where": "`where` of indexes",
  "index.include": "`include` of indexes",
  "index.nullsDistinct": "`nullsDistinct: false` of indexes",
  "index.only": "`only` of indexes",
  "index.options": "`options` of indexes",
  "index.comment": "`comment` of indexes",
  "index.ascNullsFirst": "`ascNullsFirst` in indexes",
  "index.ascNullsLast": "`ascNullsLast` in indexes",
  "index.descNullsFirst": "`descNullsFirst` in indexes",
  "index.descNullsLast": "`descNullsLast` in indexes",
  "index.createIfNotExists": "`createIfNotExists` of indexes",
  "index.dropIfExists": "`dropIfExists` of indexes",
  "index.cascade": "`mode: \"cascade\"` for indexes",

  "constraint.check": "check constraints on tables that are already there",
  "constraint.exclude": "exclusion constraints",
  "constraint.notValid": "`validate: false` of constraints",
  "constraint.comment": "`comment` of constraints",
  "constraint.dropIfExists": "`dropIfExists` of constraints",
  "constraint.cascade": "`mode: \"cascade\"` for constraints",
} as const

export type Feature = keyof typeof featureNames

/**
 * Whether a database has a feature: `true`; `"ignored"` where leaving it out changes nothing that can be asked of the
 * data; `false`, or a sentence that says what to write instead.
 */
export type Support = boolean | "ignored" | (string & {})

/** What a database answers to every feature. */
export type Features = { readonly [Name in Feature]: Support }

/** A database that has none of them, to begin a table of one's own with: each is refused by its name. */
export const noFeatures: Features = Record.map(featureNames, () => false)

import type { Features } from "sterna/dialect"

/** What SQLite can do, in statements or by building the table anew. */
export const features: Features = {
  prefix: false,

  "table.modifiers": true,
  "table.engine": "ignored",
  "table.options": true,
  "table.comment": "ignored",
  "table.cascade": "Drop or alter what depends on the table first.",

  // An array is JSON in a TEXT column.
  "column.array": true,
  "column.after": "A new column stands behind the others.",
  "column.check": true,
  "column.collation": true,
  "column.comment": "ignored",
  "column.fields": false,
  "column.generated": true,
  "column.identity": "Use the type \"bigserial\".",
  "column.bitstring": true,
  "column.duration": true,
  "column.addIfNotExists": true,
  "column.removeIfExists": true,
  "column.modify": true,
  "column.modifyGenerated": true,
  "column.modifyPrimaryKey": true,

  "reference.add": true,
  "reference.onNewColumn": true,
  "reference.actions": true,
  "reference.setDefault": true,
  "reference.setNullColumns": "Leave the columns out: `onDelete: \"set null\"` sets all columns of the key.",
  "reference.setDefaultColumns": "Leave the columns out: `onDelete: \"set default\"` sets all columns of the key.",
  // SQLite reads MATCH and takes every foreign key for a simple one (foreignkeys, limits).
  "reference.matchSimple": "ignored",
  "reference.match": "Its foreign keys are all `match: \"simple\"`.",
  "reference.notValid": "All rows have to meet a foreign key when it is added.",
  // A column that is new has no rows that could break its foreign key.
  "reference.notValidOnNewColumn": "ignored",

  "index.concurrently": false,
  "index.expression": true,
  "index.using": false,
  "index.where": true,
  "index.include": false,
  "index.nullsDistinct": false,
  "index.only": false,
  "index.options": false,
  "index.comment": "ignored",
  // A null is smaller than any value (lang_select, the ORDER BY clause), and an index cannot say otherwise.
  "index.ascNullsFirst": true,
  "index.ascNullsLast": "Nulls come first in an ascending index: leave their place out.",
  "index.descNullsFirst": "Nulls come last in a descending index: leave their place out.",
  "index.descNullsLast": true,
  "index.createIfNotExists": true,
  "index.dropIfExists": true,
  "index.cascade": "Nothing depends on an index: leave the mode out.",

  "constraint.check": true,
  "constraint.exclude": false,
  "constraint.notValid": "All rows have to meet a constraint when it is added.",
  "constraint.comment": "ignored",
  "constraint.dropIfExists": true,
  "constraint.cascade": "Nothing depends on a constraint: leave the mode out.",
}

import type { Features } from "sterna/dialect"

/**
 * What DuckDB can do (its manual, "SQL Introduction" › "Statements": CREATE TABLE, ALTER TABLE, CREATE INDEX, COMMENT ON; and
 * "Constraints"). It cannot alter a table on which an index stands, nor one that a foreign key names: that the engine says
 * itself.
 */
export const features: Features = {
  prefix: true,

  "table.modifiers": true,
  "table.engine": "ignored",
  "table.options": false,
  "table.comment": true,
  "table.cascade": "Drop what depends on the table first.",

  "column.array": true,
  "column.after": "A new column stands behind the others.",
  "column.check": "Write it in the SQL of create table: execute(\"CREATE TABLE …\").",
  "column.collation": true,
  "column.comment": true,
  "column.fields": false,
  "column.generated": "Its generated columns are virtual: write execute(\"CREATE TABLE …\").",
  "column.identity": "Use the type \"bigserial\".",
  "column.bitstring": true,
  "column.duration": true,
  "column.addIfNotExists": true,
  "column.removeIfExists": true,
  "column.modify": true,
  "column.modifyGenerated": false,
  "column.modifyPrimaryKey": false,

  "reference.add": "A foreign key stands in create(table(…)) alone.",
  "reference.onNewColumn": "A foreign key stands in create(table(…)) alone.",
  "reference.actions": "Its foreign keys only refuse: leave the action out.",
  "reference.setDefault": false,
  "reference.setNullColumns": false,
  "reference.setDefaultColumns": false,
  "reference.matchSimple": "Its foreign keys are all `match: \"simple\"`: leave it out.",
  "reference.match": "Its foreign keys are all `match: \"simple\"`.",
  "reference.notValid": false,
  "reference.notValidOnNewColumn": false,

  "index.concurrently": false,
  "index.expression": true,
  "index.using": "Its indexes are all ART: leave it out.",
  "index.where": false,
  "index.include": false,
  "index.nullsDistinct": false,
  "index.only": false,
  "index.options": false,
  "index.comment": true,
  // It reads the place of nulls and an index has no order: both mean the same.
  "index.ascNullsFirst": true,
  "index.ascNullsLast": true,
  "index.descNullsFirst": true,
  "index.descNullsLast": true,
  "index.createIfNotExists": true,
  "index.dropIfExists": true,
  "index.cascade": "Nothing depends on an index: leave the mode out.",

  "constraint.check": "It adds none to a table that is there: write it in the SQL of create table.",
  "constraint.exclude": false,
  "constraint.notValid": false,
  "constraint.comment": false,
  "constraint.dropIfExists": "It drops no constraint: build the table anew by hand.",
  "constraint.cascade": false,
}

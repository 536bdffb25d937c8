import type { Features, Server } from "sterna/dialect"
import { isAtLeast } from "./server.ts"

/** What MySQL and MariaDB can do; where they differ, by the server that answers. */
export const features = (server: Server): Features => {
  const mariadb = server.flavour === "mariadb"
  return {
    prefix: true,

    "table.modifiers": true,
    "table.engine": true,
    "table.options": true,
    "table.comment": true,
    "table.cascade": "It would do nothing: drop what depends on the table first.",

    "column.array": "Use the type \"map\", which is JSON.",
    "column.after": true,
    "column.check": "Write it as create(constraint(…)).",
    "column.collation": true,
    "column.comment": true,
    "column.fields": false,
    "column.generated": true,
    "column.identity":
      "Use the type \"bigserial\"; its first number is AUTO_INCREMENT = … in the `options` of the table.",
    "column.bitstring": "Use `bit(…)`, or the type \"binary\".",
    "column.duration": "Use \"time\", or a number of seconds.",
    "column.addIfNotExists": mariadb,
    "column.removeIfExists": mariadb,
    "column.modify": true,
    "column.modifyGenerated": true,
    "column.modifyPrimaryKey": "Write execute(\"ALTER TABLE … DROP PRIMARY KEY\").",

    "reference.add": true,
    "reference.onNewColumn": true,
    "reference.actions": true,
    "reference.setDefault": false,
    "reference.setNullColumns": "Leave the columns out: `onDelete: \"set null\"` sets all columns of the key.",
    "reference.setDefaultColumns": false,
    "reference.matchSimple": "Its foreign keys are all `match: \"simple\"`: leave it out.",
    "reference.match": "Its foreign keys are all `match: \"simple\"`.",
    "reference.notValid": false,
    "reference.notValidOnNewColumn": false,

    "index.concurrently": true,
    "index.expression": !mariadb && isAtLeast(server, "8.0.13") ? true : "Index a generated column instead.",
    "index.using": true,
    "index.where": false,
    "index.include": false,
    "index.nullsDistinct": false,
    "index.only": false,
    "index.options": false,
    "index.comment": true,
    "index.ascNullsFirst": "Nulls come first in an ascending index: leave their place out.",
    "index.ascNullsLast": "Nulls come first in an ascending index: leave their place out.",
    "index.descNullsFirst": "Nulls come last in a descending index: leave their place out.",
    "index.descNullsLast": "Nulls come last in a descending index: leave their place out.",
    "index.createIfNotExists": false,
    "index.dropIfExists": false,
    "index.cascade": false,

    // Older ones read it and forget it.
    "constraint.check": isAtLeast(server, mariadb ? "10.2.1" : "8.0.16")
      ? true
      : "This server would pass over it without a word: upgrade it.",
    "constraint.exclude": false,
    // NOT ENFORCED is a word of MySQL 8.
    "constraint.notValid": !mariadb,
    "constraint.comment": false,
    "constraint.dropIfExists": mariadb,
    "constraint.cascade": false,
  }
}

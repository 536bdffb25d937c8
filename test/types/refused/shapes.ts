import {
  add,
  alter,
  array,
  constraint,
  create,
  createIfNotExists,
  drop,
  execute,
  index,
  migration,
  modify,
  references,
  remove,
  rename,
  table,
  timestamps,
  updateAll,
} from "sterna"
import type { Refused } from "./refused.ts"

const posts = table("posts")

/** Words in the wrong place, with too much or with too little. */
export const shapes: Refused = {
  "add without a type": [
    // @ts-expect-error Expected 2-3 arguments, but got 1.
    create(posts, [add("title")]),
    "change[0]: create › add(\"title\"): \"type\" is undefined. Expected string or array(…) or references(…).",
  ],
  "modify without a type": [
    // @ts-expect-error Expected 2-3 arguments, but got 1.
    alter(posts, [modify("title")]),
    "change[0]: alter › modify(\"title\"): \"type\" is undefined. Expected string or array(…) or references(…).",
  ],
  "alter without changes": [
    // @ts-expect-error Expected 2 arguments, but got 1.
    alter(posts),
    "change[0]: alter: \"changes\" is undefined. Expected array.",
  ],
  "an index without columns": [
    // @ts-expect-error Expected 2-3 arguments, but got 1.
    create(index("posts")),
    "change[0]: create › index(\"posts\"): \"columns\" is undefined. Expected array.",
  ],
  "a constraint without a name": [
    // @ts-expect-error Expected 2-3 arguments, but got 1.
    create(constraint("posts")),
    "change[0]: create › constraint(\"posts\"): \"name\" is undefined. Expected string.",
  ],
  "rename without a new name": [
    // @ts-expect-error Expected 2-3 arguments, but got 1.
    rename(posts),
    "change[0]: rename: \"to\" is undefined. Expected object.",
  ],
  "rename of a table to a string": [
    // @ts-expect-error Type 'Table' is missing the following properties from type 'Index': table, columns
    rename(posts, { to: "articles" }),
    "change[0]: rename: \"to\" is \"articles\". Write table(\"articles\").",
  ],
  "updateAll without values": [
    // @ts-expect-error Expected 2 arguments, but got 1.
    updateAll("posts"),
    "change[0]: updateAll(\"posts\"): \"set\" is undefined. Missing key.",
  ],
  "execute without SQL": [
    // @ts-expect-error Expected 1-2 arguments, but got 0.
    execute(),
    "change[0]: execute: \"up\" is undefined. Expected string or function.",
  ],
  "create of a name": [
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'Table'.
    create("posts", [add("title", "string")]),
    "change[0]: create: \"object\" is \"posts\". Write table(\"posts\").",
  ],
  "create of a constraint with columns": [
    // @ts-expect-error Argument of type 'Constraint' is not assignable to parameter of type 'Table'.
    create(constraint("posts", "titled", { check: "title <> ''" }), [add("title", "string")]),
    "change[0]: create › constraint(\"titled\") has columns. Only a table has some.",
  ],
  "create of an index with columns": [
    // @ts-expect-error Property 'name' is missing in type 'Index' but required in type 'Table'.
    create(index("posts", ["title"]), [add("title", "string")]),
    "change[0]: create › index(\"posts\") has columns. Only a table has some.",
  ],
  "createIfNotExists of a constraint": [
    // @ts-expect-error Property 'columns' is missing in type 'Constraint' but required in type 'Index'.
    createIfNotExists(constraint("posts", "titled", { check: "title <> ''" })),
    "change[0]: createIfNotExists › constraint(\"titled\"): \"object\" is constraint(\"titled\"). Expected table(…) or index(…).",
  ],
  "modify in a new table": [
    // @ts-expect-error Type 'Modify' is not assignable to type 'CreateEntry'.
    create(posts, [modify("title", "text")]),
    "change[0]: create › modify(\"title\"): \"0\" is modify(\"title\"). Expected add(…) or timestamps(…).",
  ],
  "remove in a new table": [
    // @ts-expect-error Type 'Remove' is not assignable to type 'CreateEntry'.
    create(posts, [remove("title")]),
    "change[0]: create › remove(\"title\"): \"0\" is remove(\"title\"). Expected add(…) or timestamps(…).",
  ],
  "drop of a column": [
    // @ts-expect-error Argument of type 'Add' is not assignable to parameter of type 'Constraint | Index | Table'.
    drop(add("title", "string")),
    "change[0]: drop › add(\"title\"): \"object\" is add(\"title\"). Expected table(…) or index(…) or constraint(…).",
  ],
  "a list of references": [
    // @ts-expect-error Argument of type 'Reference' is not assignable to parameter of type 'ArrayType | ScalarType'.
    create(posts, [add("people", array(references("people")))]),
    "change[0]: create › add(\"people\") › array › references(\"people\"): \"of\" is references(\"people\"), which cannot stand there.",
  ],
  "timestamps of an unknown kind": [
    // @ts-expect-error Type 'true' is not assignable to type 'string | false | undefined'.
    create(posts, [timestamps({ insertedAt: true })]),
    "change[0]: create › timestamps: \"insertedAt\" is true. Expected string or false.",
  ],
  "add outside of a table": [
    // @ts-expect-error Type 'Add' is not assignable to type 'Command'.
    migration({ change: [add("title", "string")] }),
    "change[0] is add(\"title\"), not a command. Put it into create(table(…), […]) or alter(table(…), […]).",
  ],
  "a table that nothing is done with": [
    // @ts-expect-error Type 'Table' is not assignable to type 'Command'.
    migration({ change: [table("posts")] }),
    "change[0] is table(\"posts\"), not a command. Say what to do with it: create(…), drop(…).",
  ],
  "a migration with neither up nor change": [
    // @ts-expect-error Property 'up' is missing in type '{ down: CommandOf<"Drop">[]; }' but required in type 'UpBody'.
    migration({ down: [drop(posts)] }),
    "It has neither `change` nor `up`. Write one of them, or nothing would be run.",
  ],
  "a migration without anything": [
    // @ts-expect-error Argument of type '{}' is not assignable to parameter of type 'MigrationInput'.
    migration({}),
    "It has neither `change` nor `up`. Write one of them, or nothing would be run.",
  ],
  "a misspelt key of a migration": [
    // @ts-expect-error Object literal may only specify known properties, but 'transactions' does not exist in type 'MigrationInput'. Did you mean to write 'transaction'?
    migration({ change: [], transactions: false }),
    "migration({ … }) has an unknown option \"transactions\". Did you mean \"transaction\"?",
  ],
  "a command that is not in a list": [
    // @ts-expect-error Type 'CommandOf<"Drop">' is not assignable to type 'Body'.
    migration({ change: drop(posts) }),
    "`change` is drop. Make it an array of commands, or a function.",
  ],
}

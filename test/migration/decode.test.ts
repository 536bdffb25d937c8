import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import { add, alter, create, drop, execute, index, migration, modify, references, rename, table } from "sterna"
import { decodeMigration } from "../../src/migration/decode.ts"

const posts = table("posts")

/** What a file says that no compiler has seen. */
const unchecked = (value: unknown): never => value as never

const valid: ReadonlyArray<readonly [string, unknown]> = [
  ["an array", migration({ change: [create(posts, [add("title", "string", { size: 40, default: "x" })])] })],
  ["a function", migration({ change: () => [] })],
  [
    "every kind of command",
    migration({
      up: [
        alter(posts, [
          modify("title", "text", { from: ["string", { size: 40 }] }),
          add("person_id", references("people")),
        ]),
        rename(posts, "title", { to: "headline" }),
        create(index("posts", [{ desc: "title" }, "body"], { where: "published" })),
        execute("SELECT 1", () => []),
      ],
      down: [],
      transaction: false,
      lockTimeout: "5 seconds",
    }),
  ],
]

describe("what is a migration", () => {
  for (const [name, value] of valid) {
    test(name, () => expect(Result.getOrThrow(decodeMigration(value))).toBe(unchecked(value)))
  }
})

const invalid: ReadonlyArray<readonly [string, unknown, string]> = [
  ["no export", undefined, "It has no default export. Write `export default migration({ … })`."],
  ["something else", { change: [] }, "Its default export is not a migration."],
  ["an empty one", migration(unchecked({})), "It has neither `change` nor `up`."],
  [
    "an unknown key",
    migration(unchecked({ change: [], transactoin: false })),
    "migration({ … }) has an unknown option \"transactoin\". Did you mean \"transaction\"?",
  ],
  [
    "a wrong key",
    migration(unchecked({ change: [], transaction: "no" })),
    "\"transaction\" is \"no\". Expected boolean.",
  ],
  [
    "a timeout that is no duration",
    migration({ change: [], lockTimeout: "soon" }),
    "\"lockTimeout\" is \"soon\". Expected a number of milliseconds, or a text like \"30 seconds\".",
  ],
  [
    "a negative number of retries",
    migration({ change: [], retries: -1 }),
    "\"retries\" is -1.",
  ],
  ["a body that is neither", migration(unchecked({ change: "create" })), "`change` is \"create\"."],
  [
    "an unknown option of a column",
    migration({ change: [create(posts, [add("title", "string", unchecked({ siez: 40 }))])] }),
    "change[0]: create › add(\"title\") has an unknown option \"siez\". Did you mean \"size\"?",
  ],
  [
    "an unknown option of a reference",
    migration({ change: [create(posts, [add("p", references("people", unchecked({ ondelete: "cascade" })))])] }),
    "references(\"people\") has an unknown option \"ondelete\". Did you mean \"onDelete\"?",
  ],
  [
    "a wrong value",
    migration({ change: [create(posts, [add("title", "string", unchecked({ size: "40" }))])] }),
    "change[0]: create › add(\"title\"): \"size\" is \"40\". Expected number.",
  ],
  [
    "an unknown option of a table",
    migration({ change: [create(table("posts", unchecked({ primarykey: false })))] }),
    "table(\"posts\") has an unknown option \"primarykey\". Did you mean \"primaryKey\"?",
  ],
  ["a column outside of a table", migration({ change: [unchecked(add("title", "string"))] }), "Put it into create("],
  ["a table by itself", migration({ change: [unchecked(posts)] }), "Say what to do with it: create(…), drop(…)."],
  ["no command at all", migration({ change: [unchecked("DROP TABLE posts")] }), "change[0] is \"DROP TABLE posts\""],
  ["a command in a table", migration({ change: [create(posts, [unchecked(drop(posts))])] }), "change[0]: create"],
  ["a name that is none", migration({ change: [create(table(unchecked(7)))] }), "\"name\" is 7. Expected string."],
  ["rename without a target", migration({ change: [rename(posts, unchecked({}))] }), "\"to\" is undefined."],
]

describe("what is none", () => {
  for (const [name, value, message] of invalid) {
    test(name, () => {
      const refusal = Result.getOrThrow(Result.flip(decodeMigration(value)))
      expect(refusal.kind).toBe("invalid")
      expect(refusal.message).toContain(message)
    })
  }
})

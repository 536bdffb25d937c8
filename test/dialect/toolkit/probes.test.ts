import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import {
  add,
  addIfNotExists,
  alter,
  constraint,
  create,
  createIfNotExists,
  drop,
  dropIfExists,
  fragment,
  index,
  modify,
  references,
  remove,
  rename,
  table,
} from "sterna"
import type { DataCommand, Nature, Probe } from "sterna/dialect"
import { compile as mysql } from "../../../plugins/mysql/compile.ts"
import { compile as postgres } from "../../../plugins/postgres/compile.ts"

/** The natures of a command's statements; "in a transaction" where it needs none. */
const natures = (compile: typeof mysql, flavour: string, version: string, command: DataCommand) =>
  Result.getOrThrow(compile(command, { settings: {}, server: { flavour, version } })).map((step) =>
    step._tag === "Statement" && !step.transactional ? step.nature : "in a transaction"
  )

const name = (text: string) => ({ name: text, prefix: undefined })
const posts = name("posts")
const probed = (...probes: ReadonlyArray<Probe>): Nature => ({ _tag: "Probed", probes })
const there = { present: true } as const
const gone = { present: false } as const
const repeatable: Nature = { _tag: "Repeatable" }
const indexProbe = (text: string, present: boolean) =>
  probed({ _tag: "Index", table: posts, index: name(text), present })
const key = { _tag: "Constraint", table: posts, constraint: "posts_person_id_fkey" } as const

const cases: ReadonlyArray<readonly [DataCommand, ReadonlyArray<Nature>]> = [
  [create(table("posts")), [probed({ _tag: "Table", table: posts, ...there })]],
  [createIfNotExists(table("posts")), [repeatable]],
  [drop(table("posts")), [probed({ _tag: "Table", table: posts, ...gone })]],
  [dropIfExists(table("posts")), [repeatable]],
  [
    rename(table("old"), { to: table("posts") }),
    [probed({ _tag: "Table", table: name("old"), ...gone }, { _tag: "Table", table: posts, ...there })],
  ],
  [
    rename(table("posts"), "a", { to: "b" }),
    [
      probed(
        { _tag: "Column", table: posts, column: "a", ...gone },
        { _tag: "Column", table: posts, column: "b", ...there },
      ),
    ],
  ],
  [create(index("posts", ["a"], { name: "i" })), [indexProbe("i", true)]],
  [drop(index("posts", ["a"], { name: "i" })), [indexProbe("i", false)]],
  [
    alter(table("posts"), [add("a", "string", { size: 40 }), remove("b")]),
    [
      probed(
        { _tag: "Column", table: posts, column: "a", type: "varchar(40)", ...there },
        { _tag: "Column", table: posts, column: "b", ...gone },
      ),
    ],
  ],
  [alter(table("posts"), [modify("a", "text")]), [repeatable]],
  [alter(table("posts"), [modify("person_id", references("people"))]), [probed({ ...key, ...there })]],
  [
    create(constraint("posts", "positive", { check: "a > 0" })),
    [probed({ _tag: "Constraint", table: posts, constraint: "positive", ...there })],
  ],
]

test.each(cases.map(([command, expected], at) => [at, command, expected] as const))(
  "command %d on MySQL, which undoes nothing",
  (_, command, expected) => expect<unknown>(natures(mysql, "mysql", "8.4.0", command)).toEqual(expected),
)

test("on PostgreSQL only what is concurrent needs a probe, not the comment behind it", () => {
  const of = (command: DataCommand) => natures(postgres, "postgres", "15.0", command)
  expect(of(create(table("posts")))).toEqual(["in a transaction"])
  expect(of(alter(table("posts"), [addIfNotExists("a", "text")]))).toEqual(["in a transaction"])
  const concurrent = index("posts", [fragment("lower(a)")], { name: "i", concurrently: true, comment: "c" })
  expect<unknown>(of(create(concurrent))).toEqual([indexProbe("i", true), "in a transaction"])
  expect<unknown>(of(drop(concurrent))).toEqual([indexProbe("i", false)])
})

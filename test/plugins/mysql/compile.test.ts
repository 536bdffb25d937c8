import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import {
  add,
  addIfNotExists,
  alter,
  constraint,
  create,
  createIfNotExists,
  fragment,
  index,
  modify,
  references,
  removeIfExists,
  table,
  updateAll,
} from "sterna"
import type { DataCommand } from "sterna/dialect"
import { compile } from "../../../plugins/mysql/compile.ts"

const compiled = (command: DataCommand, flavour = "mysql", version = flavour === "mysql" ? "8.4.0" : "10.11.19") =>
  compile(command, { settings: {}, server: { flavour, version } })

const statements = (command: DataCommand, flavour?: string): ReadonlyArray<string> =>
  Result.getOrThrow(compiled(command, flavour)).map((step) => step._tag === "Statement" ? step.sql : step._tag)

const message = (command: DataCommand, flavour?: string, version?: string): string =>
  Result.getOrThrow(Result.flip(compiled(command, flavour, version))).problem

describe("a statement", () => {
  const cases: ReadonlyArray<[command: DataCommand, statements: ReadonlyArray<string>]> = [
    [
      createIfNotExists(table("t", { engine: "aria", comment: "it's \\", options: "CHARSET=latin1" }), [
        add("a", "map", { default: { b: "\\'" }, comment: "c" }),
        add("b", "string", { collation: "utf8mb4_bin", null: false, default: "x" }),
      ]),
      [
        "CREATE TABLE IF NOT EXISTS `t` (`id` bigint unsigned not null auto_increment, "
        + "`a` json DEFAULT ('{\"b\":\"\\\\\\\\''\"}') COMMENT 'c', "
        + "`b` varchar(255) DEFAULT 'x' COLLATE \"utf8mb4_bin\" NOT NULL, PRIMARY KEY (`id`)) "
        + "COMMENT = 'it''s \\\\' ENGINE = ARIA CHARSET=latin1",
      ],
    ],
    [alter(table("t", { comment: "new" }), [add("a", "integer", { after: "b" })]), [
      "ALTER TABLE `t` ADD `a` integer AFTER `b`, COMMENT = 'new'",
    ]],
    [alter(table("t"), [modify("a", references("q", { name: "fk" }), { from: references("p", { name: "fk" }) })]), [
      "ALTER TABLE `t` DROP FOREIGN KEY `fk`",
      "ALTER TABLE `t` MODIFY `a` BIGINT UNSIGNED, ADD CONSTRAINT `fk` FOREIGN KEY (`a`) REFERENCES `q`(`id`)",
    ]],
    [create(index("t", ["a"], { using: "BTREE", comment: "why", concurrently: true })), [
      "CREATE INDEX `t_a_index` ON `t` (`a`) USING BTREE COMMENT 'why' LOCK=NONE",
    ]],
    // MySQL's manual, 15.1.15 "Functional Key Parts".
    [create(index("t", ["b", fragment("lower(title)"), { desc: fragment("(a + 1)") }], { name: "i" })), [
      "CREATE INDEX `i` ON `t` (`b`, (lower(title)), (a + 1) DESC)",
    ]],
    [create(index("t", [fragment("title(20)")], { unique: true, name: "i" })), [
      "CREATE UNIQUE INDEX `i` ON `t` (title(20))",
    ]],
    [create(constraint("t", "c", { check: "a > 0", validate: false })), [
      "ALTER TABLE `t` ADD CONSTRAINT `c` CHECK (a > 0) NOT ENFORCED",
    ]],
  ]
  for (const [command, expected] of cases) {
    test(expected.at(-1) ?? "", () => expect(statements(command)).toEqual(expected))
  }
})

test("changes of the schema outlive their transaction, changes of rows do not", () => {
  const transactional = (command: DataCommand) =>
    Result.getOrThrow(compiled(command)).map((step) => step._tag === "Statement" && step.transactional)
  expect(transactional(create(table("t")))).toEqual([false])
  expect(transactional(updateAll("t", { set: { a: 1 } }))).toEqual([true])
})

describe("the server that answers decides:", () => {
  test("IF EXISTS in ALTER TABLE is MariaDB's", () => {
    const command = alter(table("t"), [addIfNotExists("a", "text"), removeIfExists("b")])
    expect(statements(command, "mariadb")).toEqual(["ALTER TABLE `t` ADD IF NOT EXISTS `a` text, DROP IF EXISTS `b`"])
    expect(message(command)).toBe("MySQL has no `addIfNotExists` (column a of table t).")
  })

  test("the beginning of a column in an index is no expression, and MariaDB's as well", () => {
    const columns = ["a", fragment("title(20)"), { desc: fragment("`the title` (5)") }]
    expect(statements(create(index("t", columns, { name: "i" })), "mariadb"))
      .toEqual(["CREATE INDEX `i` ON `t` (`a`, title(20), `the title` (5) DESC)"])
    expect(message(create(index("t", [fragment("a(20), lower(b)")], { name: "i" })), "mariadb"))
      .toBe("MariaDB has no expressions in indexes (index i).")
  })

  test("an expression in an index, and NOT ENFORCED, are MySQL's", () => {
    expect(message(create(index("t", [fragment("(lower(a))")])), "mariadb"))
      .toBe("MariaDB has no expressions in indexes (index t__lower_a_index).")
    expect(message(create(constraint("t", "c", { check: "a", validate: false })), "mariadb"))
      .toBe("MariaDB has no `validate: false` of constraints (constraint c).")
  })

  test.each([["mysql", "8.0.15"], ["mysql", "5.7.44"], ["mariadb", "10.1.48"]])(
    "a check that %s %s would forget is refused",
    (flavour, version) => {
      expect(message(create(constraint("t", "c", { check: "a > 0" })), flavour, version)).toContain("has no")
    },
  )

  test.each([["mysql", "8.0.16"], ["mysql", "8.4.0"], ["mysql", "9.1.0"], ["mariadb", "10.2.1"], [
    "mariadb",
    "11.4.2",
  ]])(
    "a check that %s %s holds is made",
    (flavour, version) => {
      expect(Result.isSuccess(compiled(create(constraint("t", "c", { check: "a > 0" })), flavour, version))).toBe(true)
    },
  )

  test("an expression in an index is MySQL's from 8.0.13 on", () => {
    const command = create(index("t", [fragment("(lower(a))")]))
    expect(Result.isSuccess(compiled(command, "mysql", "8.0.13"))).toBe(true)
    expect(message(command, "mysql", "8.0.12")).toContain("no expressions in indexes")
  })
})

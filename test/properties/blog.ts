import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import type { ColumnOptions, ColumnType } from "sterna"
import { upTo } from "./choice.ts"

/** A column as a migration would say it, with what a migration has to leave alone. */
export interface ModelColumn {
  readonly name: string
  readonly type: ColumnType
  readonly options: ColumnOptions
  /** Where it came from, as long as nothing has changed its data. */
  readonly origin: { readonly table: string; readonly column: string } | undefined
  /** It has what a `remove` could not bring back: a key, an index, a check, a view. */
  readonly bound: boolean
  /** Its own definition says what no option says. */
  readonly generated: boolean
}

export interface ModelTable {
  readonly name: string
  readonly columns: ReadonlyArray<ModelColumn>
}

/** A database before a migration: what made it, and its tables. */
export interface Blog {
  readonly statements: ReadonlyArray<string>
  readonly tables: ReadonlyArray<ModelTable>
}

/** Which of the oddities of SQLite's schemas a blog has, and its rows. */
export interface BlogPlan {
  readonly autoincrement: boolean
  readonly generated: boolean
  readonly unique: boolean
  readonly withoutRowid: boolean
  readonly checks: boolean
  readonly indexes: boolean
  readonly triggers: boolean
  readonly views: boolean
  readonly comments: boolean
  readonly rows: number
}

export const blogPlan: Arbitrary.Arbitrary<BlogPlan> = Arbitrary.all({
  ...Object.fromEntries(
    ["autoincrement", "generated", "unique", "withoutRowid", "checks", "indexes", "triggers", "views", "comments"]
      .map((oddity) => [oddity, Arbitrary.schema(Schema.Boolean)]),
  ) as Record<Exclude<keyof BlogPlan, "rows">, Arbitrary.Arbitrary<boolean>>,
  rows: upTo(4),
})

/** A blog: people, their posts, comments that go with a post, and a table without a key. */
export const blogOf = (plan: BlogPlan): Blog => ({
  statements: [...tableStatements(plan), ...dependants(plan), ...rows(plan)],
  tables: [
    {
      name: "people",
      columns: [
        column("people", "id", "integer", {}, { bound: true }),
        column("people", "name", "string", { null: false, default: "it's" }, { bound: plan.views || plan.generated }),
        column("people", "email", "text", {}, { bound: plan.unique }),
        column("people", "age", "integer", {}, { bound: plan.checks }),
        ...plan.generated ? [column("people", "shout", "text", {}, { bound: true, generated: true })] : [],
      ],
    },
    {
      name: "blog posts",
      columns: [
        column("blog posts", "id", "integer", {}, { bound: true }),
        column("blog posts", "title", "text", {}, { bound: true }),
        column("blog posts", "views", "integer", { default: 0, null: false }, { bound: plan.triggers }),
        column("blog posts", "select", "binary", {}),
        column("blog posts", "person id", "integer", {}, { bound: true }),
      ],
    },
    {
      name: "comments",
      columns: [
        column("comments", "post_id", "integer", { null: false }, { bound: true }),
        column("comments", "number", "integer", { null: false }, { bound: true }),
        column("comments", "body", "string", { default: "none" }),
      ],
    },
    { name: "notes", columns: [column("notes", "a", "text", {}), column("notes", "Ü", "text", { null: true })] },
  ],
})

const column = (
  table: string,
  name: string,
  type: ColumnType,
  options: ColumnOptions,
  { bound = false, generated = false }: { readonly bound?: boolean; readonly generated?: boolean } = {},
): ModelColumn => ({
  name,
  type,
  options: { null: true, default: null, ...options },
  origin: { table, column: name },
  bound,
  generated,
})

const tableStatements = (plan: BlogPlan): ReadonlyArray<string> => [
  `CREATE TABLE people (
    id INTEGER PRIMARY KEY${plan.autoincrement ? " AUTOINCREMENT" : ""},${
    plan.comments ? " -- people, (all) of them" : ""
  }
    "name" TEXT NOT NULL DEFAULT 'it''s',
    [email] TEXT${plan.unique ? " UNIQUE" : ""}${plan.comments ? " /* a, b */" : ""},
    age INTEGER${plan.checks ? " CHECK (age >= 0)" : ""}${plan.generated ? ",\n    shout TEXT AS (upper(name))" : ""}
  )`,
  `CREATE TABLE "blog posts" (
    "id" INTEGER PRIMARY KEY,
    title TEXT COLLATE NOCASE,
    views INTEGER NOT NULL DEFAULT 0,
    "select" BLOB,
    "person id" INTEGER CONSTRAINT "blog posts_person id_fkey" REFERENCES people(id) ON DELETE CASCADE${
    plan.checks ? ", CONSTRAINT \"titled\" CHECK (title <> '')" : ""
  }
  )`,
  `CREATE TABLE comments (post_id INTEGER NOT NULL REFERENCES "blog posts" ("id") ON DELETE CASCADE, number INTEGER NOT NULL,
    body TEXT DEFAULT 'none', PRIMARY KEY (post_id, number))${plan.withoutRowid ? " WITHOUT ROWID" : ""}`,
  "CREATE TABLE notes (a TEXT, Ü TEXT)",
  "CREATE TABLE log (line TEXT)",
]

const dependants = (plan: BlogPlan): ReadonlyArray<string> => [
  ...plan.indexes
    ? [
      "CREATE INDEX titles ON \"blog posts\" (title DESC, lower(title)) WHERE title IS NOT NULL",
      "CREATE UNIQUE INDEX comments_number ON comments (number, post_id)",
    ]
    : [],
  ...plan.triggers
    ? [
      `CREATE TRIGGER posted AFTER INSERT ON "blog posts" WHEN new.views > 0 BEGIN
        INSERT INTO log VALUES (new.title); SELECT CASE 1 WHEN 1 THEN 2 END; END`,
      "CREATE TRIGGER commented AFTER DELETE ON comments BEGIN INSERT INTO log VALUES (old.number); END",
    ]
    : [],
  ...plan.views
    ? [
      `CREATE VIEW titles_view AS SELECT p.title, people.name FROM "blog posts" AS p LEFT JOIN people
        ON p."person id" = people.id`,
      "CREATE TRIGGER titled INSTEAD OF INSERT ON titles_view BEGIN INSERT INTO log VALUES (new.title || new.name); END",
    ]
    : [],
]

const rows = (plan: BlogPlan): ReadonlyArray<string> => [
  // The last number given out may be that of a row that is gone.
  "INSERT INTO people (id) VALUES (99)",
  "DELETE FROM people",
  ...Array.from({ length: plan.rows }, (_, at) => [
    `INSERT INTO people (id, name, email, age) VALUES (${at + 1}, 'n${at}', ${at % 2 ? "NULL" : `'e${at}'`}, ${
      at * 3
    })`,
    `INSERT INTO "blog posts" (id, title, views, "select", "person id")
      VALUES (${10 * at + 1}, ${at === 2 ? "NULL" : `'0${at}'`}, ${at}, x'00${at}f', ${at === 1 ? "NULL" : at + 1})`,
    `INSERT INTO comments (post_id, number, body) VALUES (${10 * at + 1}, ${at}, 'b'), (${10 * at + 1}, ${
      at + 7
    }, NULL)`,
    `INSERT INTO notes VALUES ('${at}', NULL), ('same', 'ü')`,
  ]).flat(),
]

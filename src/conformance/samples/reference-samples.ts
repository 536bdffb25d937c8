import { add, alter, create, modify, type ReferenceOptions, references, table } from "../../doors/sterna.ts"
import { change, fresh, people, posts, type Sample, type Samples } from "../sample.ts"

const referring = (name: string, options: ReferenceOptions): Sample =>
  change(
    name,
    create(table(fresh), [
      add("code", "integer", { default: 0 }),
      add("person_id", references(people, options), { default: null }),
    ]),
  )

const actions = ["no action", "cascade", "set null", "restrict"] as const

/** What is referred to has a unique index. */
const toIndexes: ReadonlyArray<Sample> = [
  referring("references(…, { column, type })", { column: "code", type: "integer" }),
  referring("references(…, { with })", { with: { code: "code" } }),
]

/** Foreign keys. */
export const referenceSamples: Samples = ({ referredIndexes = true }) => [
  referring("references(…)", {}),
  referring("references(…, { name })", { name: "conformance_key" }),
  ...referredIndexes ? toIndexes : [],
  ...actions.map((action) =>
    referring(`references(…, { onDelete, onUpdate: "${action}" })`, { onDelete: action, onUpdate: action })
  ),
  referring("references(…, { onDelete: \"set default\" })", { onDelete: "set default" }),
  referring("references(…, { onDelete: { setNull } })", { onDelete: { setNull: ["person_id"] } }),
  referring("references(…, { onDelete: { setDefault } })", { onDelete: { setDefault: ["person_id"] } }),
  referring("references(…, { with, match: \"full\" })", { with: { code: "code" }, match: "full" }),
  referring("references(…, { match: \"simple\" })", { match: "simple" }),
  referring("references(…, { validate: false }) of a new table", { validate: false }),
  change("alter: add(…, references(…))", alter(table(posts), [add("reader_id", references(people))])),
  change(
    "alter: add(…, references(…, { onDelete }))",
    alter(table(posts), [add("reader_id", references(people, { onDelete: "set null" }))]),
  ),
  change(
    "alter: add(…, references(…, { validate: false }))",
    alter(table(posts), [add("reader_id", references(people, { validate: false }))]),
  ),
  change(
    "modify(…, references(…))",
    alter(table(posts), [modify("person_id", references(people), { from: "bigint" })]),
  ),
  change(
    "modify(…, references(…, { validate: false }))",
    alter(table(posts), [modify("person_id", references(people, { validate: false }), { from: "bigint" })]),
  ),
  change(
    "modify(…, references(…), { from: references(…) })",
    create(table(fresh), [add("person_id", references(people))]),
    alter(table(fresh), [
      modify("person_id", references(people, { onDelete: "cascade", name: "conformance_key" }), {
        from: references(people),
      }),
    ]),
  ),
  change("references(…) of the table itself", create(table(fresh), [add("parent_id", references(fresh))])),
]

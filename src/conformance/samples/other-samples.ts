import {
  add,
  alter,
  constraint,
  type ConstraintOptions,
  create,
  drop,
  dropIfExists,
  execute,
  flush,
  fragment,
  remove,
  table,
  updateAll,
} from "../../doors/sterna.ts"
import { change, posts, type Sample, sample, type Samples } from "../sample.ts"

const name = "conformance_constraint"

const checked = (title: string, options: ConstraintOptions): Sample =>
  change(title, create(constraint(posts, name, options)))

const dropped = (title: string, command: ReturnType<typeof drop> | ReturnType<typeof dropIfExists>): Sample =>
  sample(title, { up: [create(constraint(posts, name, { check: "price >= 0" })), command], down: [] })

const insert = `INSERT INTO ${posts} (title) VALUES ('one')`

/** Constraints, and what works on rows. */
export const otherSamples: Samples = () => [
  checked("constraint(…, { check })", { check: "price >= 0" }),
  checked("constraint(…, { check: fragment(…) })", { check: fragment("price >= 0 AND amount > 0") }),
  checked("constraint(…, { exclude })", { exclude: "gist (int4range(price, amount) WITH &&)" }),
  checked("constraint(…, { validate: false })", { check: "price >= 0", validate: false }),
  checked("constraint(…, { comment })", { check: "price >= 0", comment: "it's \\ odd" }),
  dropped("drop(constraint)", drop(constraint(posts, name))),
  dropped("dropIfExists(constraint)", dropIfExists(constraint(posts, name))),
  dropped("drop(constraint, { mode: \"cascade\" })", drop(constraint(posts, name), { mode: "cascade" })),
  sample("updateAll(…)", {
    up: [
      execute(insert),
      updateAll(posts, { set: { title: "it's \\ odd", price: 7 }, where: "amount > 0" }),
      execute(`DELETE FROM ${posts} WHERE price = 7`),
      flush(),
    ],
    down: [],
  }),
  change("execute(up, down) of several statements", execute(`${insert}; ${insert}`, `DELETE FROM ${posts}; SELECT 1`)),
  sample("a function that asks and answers", {
    *up({ repo, sql }) {
      yield* alter(table(posts), [add("added", "integer")])
      yield* sql`INSERT INTO ${sql.name(posts)} (title, added) VALUES (${"it's"}, ${7})`
      const rows = yield* sql`SELECT title, added FROM ${sql.name(posts)} WHERE added = ${7}`
      if (rows.length !== 1) throw new Error(`${repo.name} answers with ${rows.length} rows.`)
      yield* sql`DELETE FROM ${sql.name(posts)}`
    },
    down: [alter(table(posts), [remove("added")])],
  }),
]

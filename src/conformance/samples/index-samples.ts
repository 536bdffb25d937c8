import {
  create,
  createIfNotExists,
  drop,
  dropIfExists,
  fragment,
  index,
  type IndexColumn,
  type IndexOptions,
  rename,
  uniqueIndex,
} from "../../doors/sterna.ts"
import { change, posts, type Sample, sample, type Samples, worded } from "../sample.ts"

const columns = ["title", "price"]

const made = (name: string, options: IndexOptions, of: ReadonlyArray<IndexColumn> = columns): Sample =>
  change(name, create(index(posts, of, options)))

const directions = ["asc", "desc", "ascNullsFirst", "ascNullsLast", "descNullsFirst", "descNullsLast"] as const

const directed = (direction: typeof directions[number]): IndexColumn => {
  switch (direction) {
    case "asc":
      return { asc: "price" }
    case "desc":
      return { desc: "price" }
    case "ascNullsFirst":
      return { ascNullsFirst: "price" }
    case "ascNullsLast":
      return { ascNullsLast: "price" }
    case "descNullsFirst":
      return { descNullsFirst: "price" }
    case "descNullsLast":
      return { descNullsLast: "price" }
  }
}

/** Indexes. */
export const indexSamples: Samples = ({ indexKind, indexOptions }) => [
  made("create(index)", {}),
  change("create(uniqueIndex)", create(uniqueIndex(posts, columns))),
  made("index(…, { name })", { name: "conformance_index" }),
  ...directions.map((direction) => made(`index(…, [{ ${direction} }])`, {}, ["title", directed(direction)])),
  made("index(…, [fragment(…)])", {}, [fragment("lower(title)")]),
  made("index(…, { where })", { where: "price > 0" }),
  made("index(…, { include })", { include: ["amount"] }),
  made("index(…, { nullsDistinct: false })", { unique: true, nullsDistinct: false }),
  made("index(…, { only })", { only: true }),
  made("index(…, { comment })", { comment: "it's \\ odd" }),
  made("index(…, { using })", { using: indexKind ?? "btree" }),
  ...worded(indexOptions, (options) => made(`index(…, { options: "${options}" })`, { options })),
  sample("index(…, { concurrently })", {
    transaction: false,
    change: [create(index(posts, columns, { concurrently: true }))],
  }),
  sample("drop(index(…, { concurrently }))", {
    transaction: false,
    change: [create(index(posts, columns)), drop(index(posts, columns, { concurrently: true }))],
  }),
  change("createIfNotExists(index)", createIfNotExists(index(posts, columns))),
  change("drop(index)", create(index(posts, columns)), drop(index(posts, columns))),
  change("dropIfExists(index)", create(index(posts, columns)), dropIfExists(index(posts, columns))),
  change(
    "drop(index, { mode: \"cascade\" })",
    create(index(posts, columns)),
    drop(index(posts, columns), { mode: "cascade" }),
  ),
  change(
    "rename(index)",
    create(index(posts, columns)),
    rename(index(posts, columns), { to: "conformance_renamed" }),
  ),
]

import { isFragment } from "../../migration/fragment.ts"
import type { IndexDirection, TableIndex } from "../../migration/table-index.ts"
import { featuresUsed, type FeatureUse, prefixUsed } from "./feature-use.ts"
import type { Feature } from "./feature.ts"
import type { Grammar } from "./grammar.ts"

/** What a new index asks for. */
export const featuresOfIndex = (
  index: TableIndex,
  { isIndexColumn = () => false }: Pick<Grammar, "isIndexColumn">,
): ReadonlyArray<FeatureUse> => {
  const subject = `index ${index.name}`
  const directions = index.columns.flatMap(({ direction }) => {
    const feature = direction === undefined ? undefined : directionFeatures[direction]
    return feature === undefined ? [] : [feature]
  })
  return [
    ...prefixUsed(index.table, subject),
    ...featuresUsed(subject, [
      ["index.concurrently", index.concurrently],
      ["index.expression", index.columns.some(({ term }) => isFragment(term) && !isIndexColumn(term.sql))],
      ["index.using", index.using !== undefined],
      ["index.where", index.where !== undefined],
      ["index.include", index.include.length > 0],
      ["index.nullsDistinct", index.nullsDistinct === false],
      ["index.only", index.only],
      ["index.options", index.options !== undefined],
      ["index.comment", index.comment !== undefined],
      ...directions.map((feature) => [feature, true] as const),
    ]),
  ]
}

const directionFeatures: { readonly [Direction in IndexDirection]: Feature | undefined } = {
  asc: undefined,
  ascNullsFirst: "index.ascNullsFirst",
  ascNullsLast: "index.ascNullsLast",
  desc: undefined,
  descNullsFirst: "index.descNullsFirst",
  descNullsLast: "index.descNullsLast",
}

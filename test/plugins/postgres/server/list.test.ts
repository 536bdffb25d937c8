import { expect, test } from "bun:test"
import { observe } from "./observer.ts"
import { connected } from "./target.ts"

test.each<[string, unknown]>([
  ["array[1, 2, NULL]", [1, 2, null]],
  ["array[9007199254740993, 1]", [9007199254740993n, 1]],
  ["array[1.50, 'NaN']::numeric[]", ["1.50", "NaN"]],
  ["array[1.5, 'NaN']::float8[]", [1.5, Number.NaN]],
  ["array[true, false]", [true, false]],
  ["array['a', 'b c', '', NULL, 'NULL', 'say \"no\" {,} \\']", ["a", "b c", "", null, "NULL", "say \"no\" {,} \\"]],
  ["array[array['a', 'b'], array['c', 'd']]::varchar[]", [["a", "b"], ["c", "d"]]],
  ["'[0:1]={1,2}'::int[]", [1, 2]],
  ["array['\\x00ff'::bytea]", [new Uint8Array([0, 255])]],
  ["array['{\"a\": [1, \"x\"]}']::jsonb[]", [{ a: [1, "x"] }]],
  ["array['2026-11-21']::date[]", ["2026-11-21"]],
  ["array['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']::uuid[]", ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]],
  ["'{}'::text[]", []],
  ["NULL::int[]", null],
])("the list %s", async (sql, value) => {
  await using database = await observe()
  const rows = await connected(database.url, (connection) => connection.query(`SELECT ${sql} AS value`))
  expect(rows).toEqual([{ value }])
})

test.each(["installed", "newest"] as const)(
  "every type of the %s server's own has lists that are arrays",
  async (edition) => {
    await using database = await observe(edition)
    const names = await database.ask(
      "SELECT format('%I', e.typname) AS name FROM pg_type AS a JOIN pg_type AS e ON e.typarray = a.oid "
        + "WHERE e.typnamespace = 'pg_catalog'::regnamespace AND e.typtype IN ('b', 'r', 'm') AND e.typdelim = ',' "
        + "AND a.oid < 10000",
    )
    const text = names.map(({ name }, index) => `array[NULL]::pg_catalog.${String(name)}[] AS c${index}`).join(", ")
    const [row] = await connected(database.url, (connection) => connection.query(`SELECT ${text}`))
    expect(names.length).toBeGreaterThan(70)
    expect(names.filter((_, index) => !Array.isArray(row?.[`c${index}`]))).toEqual([])
  },
)

test.each([
  ["int[]", [1, 2]],
  ["text[]", ["a", "b\"c", null]],
  ["bigint[]", [9007199254740993n]],
  ["jsonb[]", [{ a: 1 }]],
  ["jsonb", [1, "x"]],
])("an array as a parameter comes back as it went: %s", async (type, value) => {
  await using database = await observe()
  const rows = await connected(
    database.url,
    (connection) => connection.query(`SELECT $1::${type} AS value`, [value]),
  )
  expect(rows).toEqual([{ value }])
})

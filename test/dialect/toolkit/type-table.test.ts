import { describe, expect, test } from "bun:test"
import { array, type ColumnOptions } from "sterna"
import { types as mysql } from "../../../plugins/mysql/types.ts"
import { types as postgres } from "../../../plugins/postgres/types.ts"
import { types as sqlite } from "../../../plugins/sqlite/types.ts"
import { typeText } from "../../../src/dialect/toolkit/type-table.ts"

describe("a type on PostgreSQL, MySQL, SQLite", () => {
  const list = array("string")
  const cases: ReadonlyArray<
    [type: Parameters<typeof typeText>[1], options: ColumnOptions, postgres: string, mysql: string, sqlite: string]
  > = [
    ["string", {}, "varchar(255)", "varchar(255)", "TEXT"],
    ["string", { size: 4 }, "varchar(4)", "varchar(4)", "TEXT"],
    ["binary", { size: 4 }, "bytea", "varbinary(4)", "BLOB"],
    ["decimal", { precision: 4 }, "decimal(4,0)", "decimal(4,0)", "DECIMAL(4,0)"],
    ["numeric", { precision: 4, scale: 2 }, "numeric(4,2)", "numeric(4,2)", "NUMERIC"],
    ["time_usec", {}, "time", "time(6)", "TEXT"],
    ["utc_datetime_usec", { precision: 3 }, "timestamp(3)", "datetime(3)", "TEXT"],
    ["utc_datetime", { precision: 3 }, "timestamp(0)", "datetime", "TEXT"],
    ["duration", { fields: "day to second", precision: 2 }, "interval day to second(2)", "duration", "DURATION"],
    ["timestamptz", { precision: 3 }, "timestamptz(3)", "timestamptz(3)", "TIMESTAMPTZ"],
    ["char", { size: 4 }, "char(4)", "char(4)", "CHAR"],
    ["constructor", {}, "constructor", "constructor", "CONSTRUCTOR"],
    [list, { size: 4 }, "varchar(4)[]", "varchar(4)", "TEXT"],
    [array(list), {}, "varchar(255)[][]", "varchar(255)", "TEXT"],
  ]
  for (const [type, options, ...expected] of cases) {
    test(`${JSON.stringify(type)} ${JSON.stringify(options)}`, () => {
      expect([postgres, mysql, sqlite].map((types) => typeText(types, type, options))).toEqual(expected)
    })
  }
})

test("a key's type is a plain one where it is referred to", () => {
  const keys = ["serial", "bigserial", "identity", "id", "uuid", "citext"]
  expect(keys.map(postgres.reference)).toEqual(["integer", "bigint", "bigint", "id", "uuid", "citext"])
  expect(keys.map(mysql.reference)).toEqual(["BIGINT UNSIGNED", "BIGINT UNSIGNED", "identity", "id", "uuid", "citext"])
  expect(keys.map(sqlite.reference)).toEqual(keys)
})

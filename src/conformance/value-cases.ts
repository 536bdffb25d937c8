import * as Effect from "effect/Effect"
import { add, type ColumnType } from "../doors/sterna.ts"
import { type Cases, conformanceCase, equals, holds } from "./conformance-case.ts"
import { scratchTable } from "./scratch-table.ts"

interface Value {
  readonly what: string
  readonly type: ColumnType
  readonly sent: ReadonlyArray<unknown>
  /** A value as read, brought to the form in which it is compared. */
  readonly read: (value: unknown) => unknown
  /** In that form; what was sent, where nothing else is said. */
  readonly expected?: ReadonlyArray<unknown>
}

const same = (value: unknown): unknown => value

const values: ReadonlyArray<Value> = [
  {
    what: "text",
    type: "text",
    sent: ["plain", "", "it's; -- no /* comment", "back\\slash", "\"quoted\" `ticks`", "Grüße 🐦 雪", "two\nlines"],
    read: same,
  },
  { what: "null", type: "text", sent: [null], read: same },
  {
    what: "integers past 2^53",
    type: "bigint",
    sent: [9_007_199_254_740_993n, -9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
    read: same,
  },
  {
    what: "integers within 2^53",
    type: "bigint",
    sent: [0, -1, 20_260_101_000_000, 9_007_199_254_740_991],
    read: (value) => typeof value === "bigint" ? Number(value) : value,
  },
  {
    what: "booleans",
    type: "boolean",
    sent: [true, false],
    read: (value) => value === true || Number(value) === 1,
  },
  {
    what: "bytes",
    type: "binary",
    sent: [new Uint8Array([0, 1, 127, 128, 255])],
    read: (value) => value instanceof Uint8Array ? Array.from(value) : value,
    expected: [[0, 1, 127, 128, 255]],
  },
  {
    what: "dates and times",
    type: "naive_datetime",
    sent: ["2026-02-28 03:04:05"],
    // As the database writes it, or a Date in UTC: no time zone comes in between.
    read: (value) => (value instanceof Date ? value.toISOString() : String(value)).slice(0, 19).replace("T", " "),
  },
  {
    what: "decimals",
    type: "decimal",
    sent: ["12345678"],
    read: (value) => Number(value),
    expected: [12_345_678],
  },
]

/** That no value is changed on its way to the database and back. */
export const valueCases: Cases = (subject) =>
  values.map(({ expected, read, sent, type, what }) =>
    conformanceCase(
      `values: ${what}`,
      "What is sent as a parameter is read as it was.",
      Effect.gen(function*() {
        const connection = yield* subject.connect
        const columns = [add("position", "integer"), add("value", type)]
        const table = yield* scratchTable(subject, connection, "conformance_values", columns)
        const places = `${subject.dialect.placeholder(1)}, ${subject.dialect.placeholder(2)}`
        for (const [position, value] of sent.entries()) {
          yield* connection.query(`INSERT INTO ${table.name} VALUES (${places})`, [position, value])
        }
        const rows = (yield* table.rows(connection))
          .toSorted((one, other) => Number(one["position"]) - Number(other["position"]))
        yield* holds(rows.length === sent.length, "Every value makes a row.")
        yield* equals(rows.map((row) => read(row["value"])), expected ?? sent, "What is read")
      }),
    )
  )

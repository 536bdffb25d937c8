import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { finishedSteps, inFlightOf, stepInDoubt } from "../../src/history/in-flight.ts"

const own = {
  version: 7,
  step: 0,
  state: "running",
  statement: "create_posts",
  digest: null,
  answer: null,
  direction: "up",
  checksum: "1:a:b",
  owner: "host:4711",
  session: "12 34",
  started_at: 1700000000000n,
}

const step = (number: number, state: string, version: unknown = 7) => ({
  version,
  step: number,
  state,
  statement: `statement ${number}`,
  digest: `digest ${number}`,
  answer: null,
})

const flights = (...rows: ReadonlyArray<Record<string, unknown>>) =>
  Result.getOrThrow(inFlightOf(rows, "schema_migrations_steps"))

test("rows become migrations, each with its steps", () => {
  const other = { ...own, version: "20261121101500", state: "unresolved", direction: "down", checksum: null }
  expect(flights(own, step(1, "done"), step(2, "intended"), other, step(1, "read", "20261121101500"))).toEqual([
    {
      version: 7n,
      name: "create_posts",
      direction: "up",
      checksum: "1:a:b",
      owner: "host:4711",
      session: "12 34",
      startedAt: 1700000000000,
      unresolved: false,
      steps: new Map([
        [1, { version: 7n, step: 1, state: "done", statement: "statement 1", digest: "digest 1" }],
        [2, { version: 7n, step: 2, state: "intended", statement: "statement 2", digest: "digest 2" }],
      ]),
    },
    expect.objectContaining({ version: 20261121101500n, direction: "down", checksum: undefined, unresolved: true }),
  ])
})

test("steps without their migration are left out", () => expect(flights(step(1, "done"))).toEqual([]))

test.each([
  ["the last that was sent", ["done", "intended"], 2],
  ["none where the last is done", ["done", "done"], undefined],
  ["none that the server has refused", ["done", "failed"], undefined],
  ["none without steps", [], undefined],
])("the step in doubt: %s", (_, states, expected) => {
  const [flight] = flights(own, ...states.map((state, index) => step(index + 1, state)))
  expect(flight === undefined ? undefined : stepInDoubt(flight)?.step).toBe(expected)
})

test("what was only refused or intended is not finished", () => {
  const [flight] = flights(own, step(1, "done"), step(2, "read"), step(3, "failed"), step(4, "intended"))
  expect(flight === undefined ? undefined : finishedSteps(flight)).toBe(2)
})

test.each([
  ["a state that nobody knows", { ...own, state: "odd" }],
  ["a version that is none", { ...own, version: "x" }],
  ["a step that is none", { ...own, step: null }],
])("a row with %s is refused, with what to do", (_, row) => {
  expect(Result.getOrThrow(Result.flip(inFlightOf([row], "schema_migrations_steps")))).toMatchObject({
    _tag: "DatabaseError",
    problem: expect.stringContaining("The table schema_migrations_steps holds a row that Sterna did not write"),
    hint: expect.stringContaining("migrationSource"),
  })
})

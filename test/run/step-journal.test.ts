import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { answer, type Body, dialect, flightOf, ledgerOf, prepare, runJournalled, statements } from "./journalled-run.ts"
import { MortalDatabase } from "./mortal-database.ts"

const database = (): MortalDatabase => {
  const made = new MortalDatabase()
  prepare(made)
  return made
}

const log = "CREATE TABLE log (text)"
const insert = (text: string, rest = "") => `INSERT INTO log VALUES ('${text}')${rest}`
const logged = (made: MortalDatabase) => made.rows("SELECT text FROM log").map(({ text }) => text)

/** A statement of every nature, the author's own transactions, and a function that goes on with what it was answered. */
const everything: Body = ({ query }) =>
  Effect.gen(function*() {
    const send = (...texts: ReadonlyArray<string>) => statements(...texts)({ query })
    yield* send(log, insert("a"), "SELECT text FROM log", "PRAGMA recursive_triggers = ON")
    yield* send("BEGIN", insert("b"), "PRAGMA cell_size_check = ON", "SELECT text FROM log", "COMMIT")
    yield* send("BEGIN IMMEDIATE", insert("never"), "ROLLBACK")
    yield* send("SAVEPOINT s", insert("d"), "SAVEPOINT s", insert("never"), "ROLLBACK TO s", "RELEASE s", "RELEASE s")
    yield* send(insert("f", " /* unknown */"), "CREATE TABLE p (x) /* makes p */")
    yield* send("CREATE TABLE IF NOT EXISTS r (x) /* repeatable */")
    const [row] = yield* query("INSERT INTO log VALUES (?) RETURNING text, rowid AS id", ["g"])
    yield* query("INSERT INTO log VALUES (?)", [`${String(row?.["text"])} ${String(row?.["id"])}`])
    const [count] = yield* query("SELECT count(*) AS n FROM log", [])
    const read = yield* query("SELECT text FROM log WHERE text = 'a'", [])
    yield* query("UPDATE log SET text = 'A' WHERE text = ?", [read[0]?.["text"]])
    yield* query("INSERT INTO log VALUES (?)", [count?.["n"]])
    yield* send(insert("h", " /* unknown */"))
    yield* send("INSERT INTO log SELECT 'triggers ' || recursive_triggers FROM pragma_recursive_triggers")
    yield* send("INSERT INTO log SELECT 'check ' || cell_size_check FROM pragma_cell_size_check")
  })

/** Runs to the end, whatever it takes, and answers doubts by what was really executed. */
const finish = async (made: MortalDatabase, body: Body, ends: ReadonlyArray<number> = []): Promise<void> => {
  for (const end of [...ends, ...Array.from({ length: 20 }, () => Number.POSITIVE_INFINITY)]) {
    // As a run does that finds the version recorded.
    if (made.rows("SELECT version FROM schema_migrations").length > 0) return
    const { doubt, failure } = await runJournalled(made, body)
    if (failure === undefined) return
    if (doubt !== undefined && !made.isDead) {
      if (!doubt.answerable) throw failure
      answer(made, doubt.step, made.lasting.includes(doubt.statement))
    } else if (!made.isDead) throw failure
    made.restart(end)
  }
  throw new Error("It never ended.")
}

const undisturbed = async (body: Body) => {
  const made = database()
  made.restart()
  await finish(made, body)
  return { state: made.state(), moments: made.moments }
}

test("a process may die at any moment: what comes after does the rest, and nothing twice", async () => {
  const { moments, state } = await undisturbed(everything)
  expect(moments).toBeGreaterThan(100)
  for (let end = 0; end < moments; end++) {
    const made = database()
    made.restart(end)
    await finish(made, everything)
    expect({ end, state: made.state() }).toEqual({ end, state })
    expect(ledgerOf(made)).toEqual([])
  }
})

test("and the next may die as well", async () => {
  const { moments, state } = await undisturbed(everything)
  for (let end = 0; end < moments; end += 7) {
    for (let next = end % 11; next < moments - end; next += 11) {
      const made = database()
      made.restart(end)
      await finish(made, everything, [next])
      expect({ end, next, state: made.state() }).toEqual({ end, next, state })
    }
  }
})

/** A run that ends, one way or the other, and then the next one in a new session. */
const again = async (made: MortalDatabase, ...bodies: ReadonlyArray<Body>) => {
  const outcomes = []
  for (const body of bodies) {
    outcomes.push(await runJournalled(made, body))
    made.restart()
  }
  return outcomes
}

test("a statement that fails in the author's transaction undoes what stands before it there, also in the journal", async () => {
  const made = database()
  const body = (last: string) => statements(log, insert("a"), "BEGIN", insert("b"), last, "COMMIT", insert("c"))
  const [first, second] = await again(made, body("nonsense"), body(insert("now")))
  expect(first?.failure).toMatchObject({ kind: "statement" })
  expect(first?.done).toBe(4)
  expect(second?.failure).toBeUndefined()
  expect(logged(made)).toEqual(["a", "b", "now", "c"])
})

test("a commit that the server refuses undoes the transaction, also in the journal", async () => {
  const made = database()
  const deferred = "CREATE TABLE child (log INTEGER REFERENCES log (id) DEFERRABLE INITIALLY DEFERRED)"
  const body = (parent: number) =>
    statements(
      "PRAGMA foreign_keys = ON",
      "CREATE TABLE log (id INTEGER PRIMARY KEY)",
      deferred,
      "BEGIN",
      "INSERT INTO child VALUES (1)",
      `INSERT INTO log VALUES (${parent})`,
      "COMMIT",
    )
  const [first] = await again(made, body(2))
  expect(first?.failure).toMatchObject({ sql: "COMMIT" })
  expect(made.rows("SELECT * FROM child")).toEqual([])
  const [second] = await again(made, body(1))
  expect(second?.failure).toBeUndefined()
  expect(made.rows("SELECT log FROM child")).toEqual([{ log: 1 }])
})

test("a transaction that is left open is refused, and undone", async () => {
  const made = database()
  const [first, second] = await again(
    made,
    statements(log, "BEGIN", insert("a")),
    statements(log, "BEGIN", insert("a"), "COMMIT"),
  )
  expect(first?.failure).toMatchObject({ kind: "invalid", problem: expect.stringContaining("did not end it") })
  expect(second?.failure).toBeUndefined()
  expect(logged(made)).toEqual(["a"])
})

test("a step that the server has refused may be another one in the next run, and may be left out", async () => {
  const made = database()
  const refused = "INSERT INTO nowhere VALUES (1) /* unknown */"
  const [first, second, third] = await again(
    made,
    statements(log, insert("a"), refused),
    statements(log, insert("a"), refused),
    statements(log, insert("a"), insert("b", " /* unknown */")),
  )
  expect([first, second].map((outcome) => outcome?.failure)).toMatchObject([{ sql: refused }, { sql: refused }])
  expect(third?.failure).toBeUndefined()
  expect(logged(made)).toEqual(["a", "b"])
  const other = database()
  const [, shorter] = await again(other, statements(log, refused), statements(log))
  expect(shorter?.failure).toBeUndefined()
})

test("what the server has refused is refused again, also where the schema looks as if it had been done", async () => {
  const made = database()
  const body = statements("CREATE TABLE p (x)", "CREATE TABLE p (x) /* makes p */")
  const outcomes = await again(made, body, body)
  expect(outcomes.map(({ failure }) => failure)).toMatchObject([
    { problem: expect.stringContaining("already exists") },
    { problem: expect.stringContaining("already exists") },
  ])
})

test.each([
  ["says something else", statements(log, insert("other")), 2, "ran as \"INSERT INTO log VALUES ('a')\""],
  ["has fewer steps", statements(log), 2, "and now it has only 1"],
])("a migration that %s than what was done stops, and says so", async (_, changed, step, problem) => {
  const made = database()
  const [, outcome] = await again(made, statements(log, insert("a"), "nonsense"), changed)
  expect(outcome?.doubt).toMatchObject({ step, answerable: false, problem: expect.stringContaining(problem) })
  expect(outcome?.sent).toEqual([])
  expect(flightOf(made)?.unresolved).toBe(true)
  expect(logged(made)).toEqual(["a"])
})

test("a parameter belongs to the step; what a query only reads with does not", async () => {
  const body = (value: unknown, read: unknown): Body => ({ query }) =>
    Effect.gen(function*() {
      yield* query(log, [])
      yield* query("INSERT INTO log VALUES (?)", [value])
      yield* query("SELECT text FROM log WHERE text <> ?", [read])
      yield* query("nonsense", [])
    })
  const made = database()
  const [, same, other] = await again(made, body("a", 1), body("a", 2), body("b", 2))
  expect(same?.failure).toMatchObject({ sql: "nonsense" })
  expect(other?.doubt).toMatchObject({ step: 2, answerable: false })
})

test("a doubt stays one, whatever the migration's function makes of it", async () => {
  let made: MortalDatabase
  const body: Body = ({ query }) =>
    Effect.gen(function*() {
      yield* query(log, [])
      yield* Effect.ignore(query(insert("a", " /* unknown */"), []))
      yield* Effect.ignore(query(insert("b"), []))
    })
  let end = 0
  // The moment at which nobody knows whether it was done.
  do {
    made = database()
    made.restart(end++)
    await runJournalled(made, body)
  } while (!made.lasting.includes(insert("a", " /* unknown */")))
  made.restart()
  const { doubt, failure, sent } = await runJournalled(made, body)
  expect(doubt).toMatchObject({ step: 2, answerable: true })
  expect(failure).toMatchObject({ kind: "unresolved" })
  expect(sent).toEqual([])
  expect(flightOf(made)?.unresolved).toBe(true)
  answer(made, 2, true)
  expect((await runJournalled(made, body)).failure).toBeUndefined()
  expect(logged(made)).toEqual(["a", "b"])
})

test("what belongs to a session is sent again, in a transaction where it was in one, and answers are given back", async () => {
  const made = database()
  const answers: Array<unknown> = []
  const body = (last: string): Body => ({ query }) =>
    Effect.gen(function*() {
      yield* statements(log, "PRAGMA cell_size_check = ON", "BEGIN", "PRAGMA recursive_triggers = ON", "COMMIT")({
        query,
      })
      yield* statements("BEGIN", insert("a"), "COMMIT")({ query })
      answers.push(yield* query("SELECT text FROM log", []))
      answers.push(yield* query("SELECT max(text) AS text FROM log", []))
      yield* query(last, [])
    })
  await again(made, body("nonsense"))
  made.rows("UPDATE log SET text = 'z'")
  const before = made.all.length
  const { failure } = await runJournalled(made, body(insert("b")))
  expect(failure).toBeUndefined()
  const sent = made.all.slice(before).filter((sql) => !sql.includes("_steps"))
  expect(sent.slice(0, 4)).toEqual([
    "PRAGMA cell_size_check = ON",
    "BEGIN",
    "PRAGMA recursive_triggers = ON",
    "COMMIT",
  ])
  expect(sent[4]).toBe("BEGIN IMMEDIATE")
  expect(answers).toEqual([[{ text: "a" }], [{ text: "a" }], [{ text: "a" }], [{ text: "a" }]])
})

test("a function goes on with what it has read, also where it has changed that since; a long answer is asked for again", async () => {
  const made = database()
  const read: Array<number> = []
  const body = (last: string): Body => ({ query }) =>
    Effect.gen(function*() {
      yield* statements(log, insert("a"), insert("b".repeat(70_000)))({ query })
      const short = yield* query("SELECT text FROM log WHERE text = 'a'", [])
      const none = yield* query("SELECT text FROM log WHERE text = 'c'", [])
      const long = yield* query("SELECT text FROM log", [])
      read.push(short.length, none.length, long.length)
      yield* query("UPDATE log SET text = 'c' WHERE text = ?", [short[0]?.["text"]])
      yield* query(last, [])
    })
  const [, second] = await again(made, body("nonsense"), body("DELETE FROM log WHERE text = 'b'"))
  expect(second?.failure).toBeUndefined()
  expect(read).toEqual([1, 0, 2, 1, 0, 2])
  expect(second?.sent).toEqual(["SELECT text FROM log", "DELETE FROM log WHERE text = 'b'"])
})

test("what a temporary table of an earlier session is needed for is refused; one that was dropped is not missed", async () => {
  const made = database()
  const kept = (last: string) =>
    statements(log, insert("a"), "CREATE TEMP TABLE t AS SELECT text FROM log", "DELETE FROM log", last)
  const [, refused] = await again(made, kept("nonsense"), kept("INSERT INTO log SELECT text FROM T"))
  expect(refused?.doubt).toMatchObject({
    step: 5,
    answerable: false,
    problem: expect.stringContaining("needs the temporary table t"),
  })
  const other = database()
  const dropped = (last: string) =>
    statements(log, "CREATE TEMP TABLE t AS SELECT text FROM log", "DROP TABLE t", last, "CREATE TEMP TABLE t (x)")
  const [, well] = await again(other, dropped("nonsense"), dropped(insert("a")))
  expect(well?.failure).toBeUndefined()
})

const circle: Record<string, unknown> = {}
circle["circle"] = circle

test.each([
  ["several statements at once", `${insert("a")}; ${insert("b")}`, [], "several"],
  ["a transaction that goes over into the next", "COMMIT AND CHAIN", [], "begins another one"],
  ["a parameter that contains itself", "INSERT INTO log VALUES (?)", [circle], "cannot be written down"],
])("%s: refused", async (_, sql, parameters, problem) => {
  const made = database()
  const outcome = await runJournalled(
    made,
    ({ query }) => Effect.andThen(query(log, []), Effect.asVoid(query(sql, parameters))),
  )
  expect(outcome.failure).toMatchObject({ kind: "invalid", problem: expect.stringContaining(problem) })
  expect(logged(made)).toEqual([])
})

test("no statement of the ledger writes a row twice: PostgreSQL refuses that", async () => {
  const made = database()
  const written: Array<ReadonlyArray<number>> = []
  const { ledger } = dialect
  const overrides = {
    ledger: {
      ...ledger,
      write: (...args: Parameters<typeof ledger.write>) => {
        written.push(args[1].map(({ step }) => step))
        return ledger.write(...args)
      },
    },
  }
  const body = statements(log, insert("a", " /* unknown */"))
  made.restart(11)
  await runJournalled(made, body, overrides)
  made.restart()
  expect((await runJournalled(made, body, overrides)).doubt).toBeDefined()
  expect(written.filter((steps) => new Set(steps).size < steps.length)).toEqual([])
})

test.each([
  ["a read", "SELECT text FROM log"],
  ["a transaction of its own", insert("long")],
  ["one in doubt", insert("long", " /* unknown */")],
  ["an author's transaction", "BEGIN"],
])("what is done and nobody else could know is written down before the next statement: %s", async (_, long) => {
  const ends = long === "BEGIN" ? ["COMMIT"] : []
  const body = statements(log, insert("a", " /* unknown */"), long, ...ends)
  const { moments } = await undisturbed(body)
  const doubts: Array<boolean> = []
  for (let end = 0; end < moments; end++) {
    const made = database()
    made.restart(end)
    await runJournalled(made, body)
    const wasSent = made.all.includes(long)
    made.restart()
    const { doubt } = await runJournalled(made, body)
    if (wasSent) doubts.push(doubt?.step === 2)
  }
  expect(doubts.length).toBeGreaterThan(0)
  expect(doubts).not.toContain(true)
})

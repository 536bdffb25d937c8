import { Database } from "bun:sqlite"
import { describe, expect, test } from "bun:test"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { lexicon as mysql } from "../../plugins/mysql/lexicon.ts"
import { lexicon as postgres } from "../../plugins/postgres/lexicon.ts"
import { lexicon as sqlite } from "../../plugins/sqlite/lexicon.ts"
import type { SqlLexicon } from "../../src/migration/sql-lexicon.ts"
import { splitStatements } from "../../src/migration/sql-statement.ts"

const lexicons: Readonly<Record<string, SqlLexicon>> = { postgres, mysql, sqlite }

const texts = (sql: string, lexicon: SqlLexicon): ReadonlyArray<string> =>
  splitStatements(sql, lexicon).map(({ text }) => text)

const golden = (file: string): Promise<string> => Bun.file(`${import.meta.dir}/golden/${file}`).text()

/** Statements that each are one, for compositions. */
const samples: Readonly<Record<string, ReadonlyArray<string>>> = {
  postgres: [
    "CREATE TABLE t (a text DEFAULT ';')",
    "SELECT E'\\';'\n '\\';'",
    "DO $a$ BEGIN; $$;$$ END; $a$",
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; END",
    "CREATE RULE r AS ON UPDATE TO t DO (DELETE FROM a; DELETE FROM b)",
    "SELECT 1 /* ; /* ; */ */ + $1",
    "SELECT \"a;\"\"\" -- ;\n, '--'",
    "BEGIN",
    "END",
    "CREATE TABLE atomic (\"begin\" int)",
  ],
  mysql: [
    "CREATE TABLE t (a text DEFAULT ';\\';')",
    "CREATE PROCEDURE p() BEGIN IF a THEN CASE b WHEN 1 THEN SET c = CASE d WHEN 1 THEN 2 END; END CASE; END IF; END",
    "CREATE TRIGGER t AFTER INSERT ON x FOR EACH ROW BEGIN w: WHILE a DO SET b = 1; END WHILE w; END",
    "CREATE FUNCTION f() RETURNS int RETURN IF(a, 1, 2)",
    "CREATE DEFINER=CURRENT_USER() SQL SECURITY DEFINER VIEW v AS SELECT IF(a, 1, CASE b WHEN 1 THEN 2 END) AS event",
    "/*!50003 CREATE*/ /*!50003 PROCEDURE p() BEGIN SELECT 1; END */",
    "SELECT \"a;\" # ;\n, '--', `b;`, 1--1",
    "BEGIN",
    "CREATE TABLE IF NOT EXISTS t (begin int, end int)",
    "INSERT INTO t VALUES (REPEAT('a', 3), IF(1, 2, 3))",
  ],
  sqlite: [
    "CREATE TABLE t (\"a;\" text DEFAULT ';', [b;] int)",
    "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; DELETE FROM t; END",
    "CREATE TEMPORARY TRIGGER r AFTER INSERT ON t WHEN CASE 1 WHEN 1 THEN 1 END BEGIN SELECT 1; END",
    "EXPLAIN QUERY PLAN SELECT ';'",
    "SELECT 1 -- ;\n, 'it''s' /* ; */ , \"\"\";\"",
    "CREATE TABLE trigger_like (begin int, end int)",
    "BEGIN IMMEDIATE",
    "END",
  ],
}

describe.each(Object.entries(lexicons))("%s", (name, lexicon) => {
  test("the golden file", async () => {
    const shown = splitStatements(await golden(`${name}.sql`), lexicon)
      .map(({ line, text }) => `=== line ${line}\n${text}\n`)
      .join("")
    expect(shown).toBe(await golden(`${name}.statements`))
  })

  test("a statement stands where it says", async () => {
    for (const sql of [await golden(`${name}.sql`), (await golden(`${name}.sql`)).replaceAll("\n", "\r\n")]) {
      for (const { line, start, text } of splitStatements(sql, lexicon)) {
        expect(sql.slice(start, start + text.length)).toBe(text)
        expect(sql.slice(0, start).split("\n").length).toBe(line)
      }
    }
  })

  test.each([
    ["nothing", ""],
    ["delimiters", " ;\n;; "],
    ["comments", "-- a; b\n/* c; */ ;\n/* d */"],
    ["a hint without a statement", "/*+ a */;"],
    ["the byte order mark", "\uFEFF"],
  ])("%s is no statement", (_, sql) => {
    expect(texts(sql, lexicon)).toEqual([])
  })

  test.each<readonly [string, string, ReadonlyArray<string>]>([
    ["without a delimiter at the end", "a; b", ["a", "b"]],
    ["comments around it are left out", "-- x\na /* y */ b -- z\n; /* v */ c", ["a /* y */ b", "c"]],
    ["hints around it are kept", "/*+ x */ a /*+ y */;", ["/*+ x */ a /*+ y */"]],
    ["a missing quote takes the rest", "a; b 'c; d", ["a", "b 'c; d"]],
    ["a missing end of a comment takes the rest", "a; b /* c; d", ["a", "b"]],
    ["the byte order mark is none of it", "\uFEFFa;", ["a"]],
  ])("%s", (_, sql, statements) => {
    expect(texts(sql, lexicon)).toEqual(statements)
  })

  test("put together in any order, the same statements come out", async () => {
    const part = Schema.Struct({
      statement: Schema.Literals(samples[name] ?? []),
      between: Schema.Literals([";", ";\n", " ;;\r\n", "; -- it's; a comment\n", "\n/* \"; */;", ";\n-- /*\n"]),
    })
    const property = (parts: ReadonlyArray<typeof part.Type>): boolean => {
      const sql = parts.map(({ between, statement }) => statement + between).join("")
      return Bun.deepEquals(texts(sql, lexicon), parts.map(({ statement }) => statement))
    }
    const all = Arbitrary.array(Arbitrary.schema(part), { maxLength: 12 })
    const result = await Effect.runPromise(Arbitrary.checkEffect(all, property, { runs: 500, size: 12 }))
    expect(Arbitrary.formatCheckFailure(result)).toBeUndefined()
  })
})

describe("postgres", () => {
  test.each<readonly [string, string, ReadonlyArray<string>]>([
    ["an END as a label does not end the body", "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 AS end; END; b", [
      "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 AS end; END",
      "b",
    ]],
    ["only a CREATE has a body", "SELECT begin atomic; b", ["SELECT begin atomic", "b"]],
    ["a parenthesis too many", "a ); b", ["a )", "b"]],
    ["a parenthesis too few takes the rest", "a (; b", ["a (; b"]],
  ])("%s", (_, sql, statements) => {
    expect(texts(sql, postgres)).toEqual(statements)
  })
})

describe("mysql", () => {
  const header = "CREATE PROCEDURE p()"
  /** Bodies without a DELIMITER: each is followed by another statement. */
  test.each([
    `${header} SELECT 1`,
    `${header} IF a THEN SELECT 1; END IF`,
    `${header} CASE a WHEN 1 THEN SELECT 1; ELSE SELECT 2; END CASE`,
    `${header} l: BEGIN SELECT 1; LEAVE l; END l`,
    `${header} \`l\`: LOOP LEAVE \`l\`; END LOOP`,
    `${header} LANGUAGE SQL NOT DETERMINISTIC READS SQL DATA SQL SECURITY INVOKER COMMENT 'c' BEGIN SELECT 1; END`,
    `${header} MODIFIES SQL DATA REPEAT SELECT 1; UNTIL 1 END REPEAT`,
    `${header} WHILE a DO SELECT 1; END WHILE`,
    `${header} FOR i IN 1..10 DO SELECT i; END FOR`,
    `${header} BEGIN END`,
    `${header} BEGIN BEGIN END; BEGIN END; END`,
    `${header} BEGIN DECLARE c CURSOR FOR SELECT 1 FOR UPDATE; END`,
    `${header} BEGIN DECLARE x CONDITION FOR SQLSTATE '23000'; DECLARE EXIT HANDLER FOR x SELECT 1; SELECT 2; END`,
    `${header} BEGIN DECLARE EXIT HANDLER FOR SQLWARNING, NOT FOUND, SQLSTATE VALUE '42000' IF a THEN SELECT 1; END IF; END`,
    `${header} BEGIN IF CASE a WHEN 1 THEN 1 ELSE 0 END = 1 THEN SELECT 1; END IF; END`,
    `${header} BEGIN SELECT CASE WHEN end > 1 THEN end ELSE end END FROM t; SELECT t.case, @begin FROM t; END`,
    `${header} BEGIN SET a = IF(1, 2, 3), b = REPEAT('x', 3), c = (SELECT CASE 1 WHEN 1 THEN 2 END); END`,
    `${header} BEGIN CASE WHEN a THEN IF b THEN SELECT 1; ELSE SELECT 2; END IF; END CASE; END`,
    "CREATE OR REPLACE DEFINER=root@localhost PROCEDURE p(a INT, b DECIMAL(10, 2)) BEGIN SELECT 1; END",
    "CREATE AGGREGATE FUNCTION f(x INT) RETURNS INT BEGIN FETCH GROUP NEXT ROW; RETURN x; END",
    "CREATE FUNCTION f() RETURNS VARCHAR(9) CHARSET utf8mb4 COLLATE utf8mb4_bin RETURN (SELECT IF(1, 'a', 'b'))",
    "CREATE FUNCTION f RETURNS STRING SONAME 'f.so'",
    "CREATE FUNCTION IF NOT EXISTS a.f() RETURNS DOUBLE PRECISION IF 1 THEN RETURN 1; END IF",
    "CREATE TRIGGER IF NOT EXISTS t BEFORE UPDATE ON x FOR EACH ROW PRECEDES `begin` BEGIN SET NEW.a = 1; END",
    "CREATE TRIGGER t BEFORE UPDATE ON x FOR EACH ROW CALL p()",
    "CREATE EVENT IF NOT EXISTS e ON SCHEDULE AT NOW() + INTERVAL 1 HOUR ON COMPLETION PRESERVE COMMENT 'x' DO CALL p()",
    "ALTER DEFINER = u EVENT e DO BEGIN SELECT 1; END",
    "ALTER PROCEDURE p SQL SECURITY INVOKER",
    "CREATE VIEW v AS SELECT CASE a WHEN 1 THEN 2 END AS begin FROM trigger_like",
    "CREATE USER event IDENTIFIED BY 'x'",
    "BEGIN NOT ATOMIC DECLARE a INT; IF a THEN SELECT 1; END IF; END",
    "IF 1 THEN SELECT 1; END IF",
    "XA END 'x'",
    "START TRANSACTION /*!40100 WITH CONSISTENT SNAPSHOT */",
  ])("%s", (statement) => {
    expect(texts(`${statement}; SELECT 9; ${statement};\nSELECT 10`, mysql)).toEqual([
      statement,
      "SELECT 9",
      statement,
      "SELECT 10",
    ])
  })

  test("a delimiter of one's own ends a statement whatever is open", () => {
    expect(texts("DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; //\nSELECT 2; SELECT 3//", mysql)).toEqual([
      "CREATE PROCEDURE p() BEGIN SELECT 1;",
      "SELECT 2; SELECT 3",
    ])
  })

  test("a comment before DELIMITER is left out", () => {
    expect(texts("-- x\nDELIMITER //\n-- y\na//", mysql)).toEqual(["a"])
  })
})

describe("the engine of SQLite", () => {
  const prepared = [
    ...(samples["sqlite"] ?? []),
    "CREATE TRIGGER r AFTER UPDATE OF \"a;\" ON t FOR EACH ROW WHEN NEW.\"a;\" <> ';' BEGIN UPDATE t SET [b;] = 1; END",
    "CREATE TRIGGER IF NOT EXISTS main.r BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'no; END;'); END",
    "CREATE TRIGGER r INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (';', CASE WHEN 1 THEN 2 ELSE 3 END); END",
    "EXPLAIN CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END",
    "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO e(end) SELECT begin FROM e; SELECT end FROM e; END",
    "WITH a(end) AS (SELECT 1) SELECT CASE end WHEN 1 THEN end ELSE end END FROM a",
    "SELECT 1 /* open",
    "INSERT INTO t VALUES (x'3b', 1e-5), ('a''b', .5), (:a, @b), (?1, $c)",
  ]

  const database = (): Database => {
    const memory = new Database(":memory:")
    memory.run("CREATE TABLE t (\"a;\" text, [b;] int)")
    memory.run("CREATE TABLE e (begin int, end int)")
    memory.run("CREATE VIEW v AS SELECT * FROM t")
    return memory
  }

  test.each(prepared)("reads as one statement: %s", (statement) => {
    using memory = database()
    if (statement.startsWith("CREATE TABLE t ")) memory.run("DROP TABLE t")
    // The engine reads one statement and leaves the rest: what it keeps is what it read.
    expect(memory.prepare(statement).toString().replaceAll(/'a''b'|NULL/g, "")).toBe(
      statement.replaceAll(/'a''b'|:a|@b|\?1|\$c/g, ""),
    )
    const twice = `${statement.replace("/* open", "/* closed */")};\n${statement}`
    const pieces = splitStatements(twice, sqlite)
    expect(pieces.length).toBe(2)
    for (const { text } of pieces) expect(() => memory.prepare(text)).not.toThrow()
  })

  test("makes the same of the golden file as a whole and piece by piece", async () => {
    const schema = (memory: Database): unknown => [
      memory.query(
        "SELECT type, name, tbl_name, sql FROM sqlite_master UNION ALL SELECT type, name, tbl_name, sql FROM sqlite_temp_master",
      ).all(),
      memory.query("SELECT * FROM log").all(),
    ]
    const sql = await golden("sqlite.sql")
    using whole = new Database(":memory:")
    whole.run(sql)
    using pieces = new Database(":memory:")
    for (const { text } of splitStatements(sql, sqlite)) pieces.run(text)
    expect(schema(pieces)).toEqual(schema(whole))
    expect(schema(whole)).toMatchObject([{ length: 5 }, { length: 3 }])
  })
})

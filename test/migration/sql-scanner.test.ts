import { describe, expect, test } from "bun:test"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { lexicon as mysql } from "../../plugins/mysql/lexicon.ts"
import { lexicon as postgres } from "../../plugins/postgres/lexicon.ts"
import { lexicon as sqlite } from "../../plugins/sqlite/lexicon.ts"
import type { SqlLexicon } from "../../src/migration/sql-lexicon.ts"
import { tokenize } from "../../src/migration/sql-scanner.ts"

const lexicons: Readonly<Record<string, SqlLexicon>> = { postgres, mysql, sqlite }

/** The tokens as lines `kind text`, without the spaces; `!` marks a missing end. */
const shown = (sql: string, lexicon: SqlLexicon): ReadonlyArray<string> =>
  tokenize(sql, lexicon)
    .filter(({ kind }) => kind !== "space")
    .map(({ kind, text, unterminated }) => `${kind}${unterminated === true ? "!" : ""} ${text}`)

type Row = readonly [about: string, sql: string, tokens: ReadonlyArray<string>]

const everywhere: ReadonlyArray<Row> = [
  ["words and numbers", "a1 _b ä 12 1.5e-3 .5 0xFF 1_000", [
    "word a1",
    "word _b",
    "word ä",
    "number 12",
    "number 1.5e-3",
    "number .5",
    "number 0xFF",
    "number 1_000",
  ]],
  ["a sign behind a hexadecimal number is an operator", "0x1e+5", ["number 0x1e", "operator +", "number 5"]],
  ["an exponent needs a digit", "1e-x", ["number 1e", "operator -", "word x"]],
  ["a dollar inside a name", "a$b$c", ["word a$b$c"]],
  ["a doubled quote", "'it''s' ''", ["string 'it''s'", "string ''"]],
  ["what looks like SQL in a string", "'; -- /* \"'", ["string '; -- /* \"'"]],
  ["a string over lines", "'a\n--b\n'", ["string 'a\n--b\n'"]],
  ["hexadecimal strings", "X'00' x'ff' X '00'", ["string X'00'", "string x'ff'", "word X", "string '00'"]],
  ["a prefix is a word of its own", "ax'00'", ["word ax", "string '00'"]],
  ["comments", "a -- b ; '\nc /* ; ' */ d", ["word a", "comment -- b ; '", "word c", "comment /* ; ' */", "word d"]],
  ["a comment up to the end", "--", ["comment --"]],
  ["a line break of Windows stays out of the comment", "-- a\r\nb", ["comment -- a", "word b"]],
  ["the shortest comment is not closed by its own star", "/*/ */", ["comment /*/ */"]],
  ["operators come one by one", "a<=b", ["word a", "operator <", "operator =", "word b"]],
  ["a missing quote", "a 'b; c", ["word a", "string! 'b; c"]],
  ["a missing end of a comment", "a /* b; c", ["word a", "comment! /* b; c"]],
  ["the byte order mark", "\uFEFFa", ["word a"]],
]

const rows: Readonly<Record<string, ReadonlyArray<Row>>> = {
  postgres: [
    ["names in quotes", "\"a\"\"b;\" U&\"d\\0061\"", ["quotedName \"a\"\"b;\"", "quotedName U&\"d\\0061\""]],
    ["a backslash is a character", "'a\\' b", ["string 'a\\'", "word b"]],
    ["E strings", "E'a\\';' e'\\\\' b", ["string E'a\\';'", "string e'\\\\'", "word b"]],
    ["E is a word before a space", "E '\\'", ["word E", "string '\\'"]],
    ["a name that ends in e", "name'\\'", ["word name", "string '\\'"]],
    ["an E string goes on behind a line break", "E'a'\n  'b\\';'", ["string E'a'", "string 'b\\';'"]],
    ["also behind a comment", "E'a' -- c\n'b\\';'", ["string E'a'", "comment -- c", "string 'b\\';'"]],
    ["but not on the same line", "E'a' 'b\\'", ["string E'a'", "string 'b\\'"]],
    ["nor behind another token", "E'a',\n'b\\'", ["string E'a'", "punctuation ,", "string 'b\\'"]],
    ["nor behind a block comment", "E'a' /* c */\n'b\\'", ["string E'a'", "comment /* c */", "string 'b\\'"]],
    ["other strings", "U&'\\0061' N'a' B'01'", ["string U&'\\0061'", "string N'a'", "string B'01'"]],
    ["u and an ampersand", "u & 'a'", ["word u", "operator &", "string 'a'"]],
    ["dollar quotes", "$$a;'$b$$$ c", ["string $$a;'$b$$", "operator $", "word c"]],
    ["a dollar quote with a tag", "$q$ $$;$Q$ $q$", ["string $q$ $$;$Q$ $q$"]],
    ["tags with digits and other letters", "$ä1$;$ä1$", ["string $ä1$;$ä1$"]],
    ["the end may touch a name", "$a$x$a$", ["string $a$x$a$"]],
    ["parameters", "$1+$23", ["parameter $1", "operator +", "parameter $23"]],
    ["a parameter before a dollar quote", "$1 $$;$$", ["parameter $1", "string $$;$$"]],
    ["a parameter touches a dollar quote", "$1$$;$$", ["parameter $1", "string $$;$$"]],
    ["a tag does not begin with a digit", "$1$ ;", ["parameter $1", "operator $", "delimiter ;"]],
    ["a dollar quote needs a space behind a name", "a$$; $$b$$", ["word a$$", "delimiter ;", "string $$b$$"]],
    ["a dollar quote behind a number", "1$$;$$", ["number 1", "string $$;$$"]],
    ["a missing end of a dollar quote", "$a$ $$ $b$", ["string! $a$ $$ $b$"]],
    ["comments nest", "/* a /* b */ c; */ d", ["comment /* a /* b */ c; */", "word d"]],
    ["a nested comment without its end", "/* /* */ ;", ["comment! /* /* */ ;"]],
    ["a carriage return ends a comment", "-- a\rb", ["comment -- a", "word b"]],
    ["a hash is an operator", "a #> b", ["word a", "operator #", "operator >", "word b"]],
    ["a question mark too", "a ? b", ["word a", "operator ?", "word b"]],
    ["executable comments are comments", "/*!50003 a; */", ["comment /*!50003 a; */"]],
    ["arrays", "a['b']", ["word a", "punctuation [", "string 'b'", "punctuation ]"]],
    ["casts", "a::b", ["word a", "operator :", "operator :", "word b"]],
    ["a range", "1..5", ["number 1", "punctuation .", "number .5"]],
    ["DELIMITER is a word", "DELIMITER //", ["word DELIMITER", "operator /", "operator /"]],
  ],
  mysql: [
    ["backslashes escape", "'a\\';' \"b\\\";\" 'c\\\\' d", [
      "string 'a\\';'",
      "string \"b\\\";\"",
      "string 'c\\\\'",
      "word d",
    ]],
    ["double quotes are strings", "\"a\"\"b;'\"", ["string \"a\"\"b;'\""]],
    ["names in backticks", "`a``b;\\` c", ["quotedName `a``b;\\`", "word c"]],
    ["prefixes and charsets", "N'a\\'' _utf8'b'", ["string N'a\\''", "word _utf8", "string 'b'"]],
    ["hash comments", "a # b; '\nc", ["word a", "comment # b; '", "word c"]],
    ["two dashes need a space", "5--3 --\n--\ta", [
      "number 5",
      "operator -",
      "operator -",
      "number 3",
      "comment --",
      "comment --\ta",
    ]],
    ["comments do not nest", "/* /* */ a", ["comment /* /* */", "word a"]],
    ["a carriage return does not end a comment", "-- a\rb", ["comment -- a\rb"]],
    ["executable comments", "/*!50003 a;*/ b /*! c */ /*M!100100 d */", [
      "executable /*!50003",
      "word a",
      "punctuation ;",
      "executable */",
      "word b",
      "executable /*!",
      "word c",
      "executable */",
      "executable /*M!100100",
      "word d",
      "executable */",
    ]],
    ["a string in an executable comment", "/*! '*/' */", ["executable /*!", "string '*/'", "executable */"]],
    ["a comment in an executable comment", "/*! a /* b */ c */", [
      "executable /*!",
      "word a",
      "comment /* b */",
      "word c",
      "executable */",
    ]],
    ["a star and a slash outside of one", "a */ b", ["word a", "operator *", "operator /", "word b"]],
    ["hints are comments", "/*+ a */", ["comment /*+ a */"]],
    ["variables and parameters", "@a @@b.c ?", [
      "operator @",
      "word a",
      "operator @",
      "operator @",
      "word b",
      "punctuation .",
      "word c",
      "parameter ?",
    ]],
    ["a name may begin with a dollar", "$a$", ["word $a$"]],
    ["DELIMITER", "DELIMITER $$ -- x\na; END$$\ndelimiter ;\nb;", [
      "delimiterCommand DELIMITER $$ -- x",
      "word a",
      "punctuation ;",
      "word END",
      "delimiter $$",
      "delimiterCommand delimiter ;",
      "word b",
      "delimiter ;",
    ]],
    ["DELIMITER behind a statement", "a; DELIMITER //\r\nb//", [
      "word a",
      "delimiter ;",
      "delimiterCommand DELIMITER //",
      "word b",
      "delimiter //",
    ]],
    ["DELIMITER in quotes", "DELIMITER '|'\na|", ["delimiterCommand DELIMITER '|'", "word a", "delimiter |"]],
    ["a delimiter in a number", "DELIMITER go\n1go", ["delimiterCommand DELIMITER go", "number 1", "delimiter go"]],
    ["a delimiter in a string, name or comment is none", "DELIMITER $$\n'$$' `$$` -- $$\n/*$$*/$$", [
      "delimiterCommand DELIMITER $$",
      "string '$$'",
      "quotedName `$$`",
      "comment -- $$",
      "comment /*$$*/",
      "delimiter $$",
    ]],
    ["DELIMITER without one", "DELIMITER\na;", ["word DELIMITER", "word a", "delimiter ;"]],
    ["DELIMITER within a statement", "SELECT delimiter $$", ["word SELECT", "word delimiter", "word $$"]],
  ],
  sqlite: [
    ["names", "\"a\"\"b;\" `c``d;` [e;''\"] f", [
      "quotedName \"a\"\"b;\"",
      "quotedName `c``d;`",
      "quotedName [e;''\"]",
      "word f",
    ]],
    ["a missing bracket", "[a;", ["quotedName! [a;"]],
    ["a backslash is a character", "'a\\' b", ["string 'a\\'", "word b"]],
    ["comments do not nest", "/* /* */ a", ["comment /* /* */", "word a"]],
    ["parameters", "? ?1 :a @b $c", ["parameter ?", "parameter ?1", "parameter :a", "parameter @b", "parameter $c"]],
    ["a dollar is no quote", "$$;$$", ["parameter $$", "delimiter ;", "parameter $$"]],
    ["JSON operators", "a->>'b'", ["word a", "operator -", "operator >", "operator >", "string 'b'"]],
    ["a hash is an operator", "#a", ["operator #", "word a"]],
  ],
}

describe.each(Object.entries(lexicons))("%s", (name, lexicon) => {
  test.each([...everywhere, ...(rows[name] ?? [])])("%s", (_, sql, tokens) => {
    expect(shown(sql, lexicon)).toEqual(tokens)
  })

  /** Pieces that begin, end and break every kind of token. */
  const pieces = Schema.Literals([
    ..."' '' \" \"\" ` [ ] $$ $a$ $1 $ E' e U&' X' \\ \\' \\\" -- # /* */ /*! /*!50003 /*M! /*+ ; ( ) - / * : ? @ = ."
      .split(" "),
    ..."a b1 ä 1 1.5 1e 0x BEGIN END CASE CREATE TRIGGER ATOMIC -- /*".split(" "),
    ..."\n|\r\n|\r| |\t|DELIMITER $$\n|DELIMITER ;\n|\uFEFF|\u0000|😀".split("|"),
  ])

  test("joined, the tokens are the text, each where it says it begins", async () => {
    const property = (parts: ReadonlyArray<string>): boolean => {
      const sql = parts.join("")
      let offset = 0
      for (const { start, text } of tokenize(sql, lexicon)) {
        if (start !== offset || text === "" || !sql.startsWith(text, offset)) return false
        offset += text.length
      }
      return offset === sql.length
    }
    const result = await Effect.runPromise(
      Arbitrary.checkEffect(Arbitrary.array(Arbitrary.schema(pieces), { maxLength: 40 }), property, {
        runs: 3_000,
        size: 40,
      }),
    )
    expect(Arbitrary.formatCheckFailure(result)).toBeUndefined()
  })

  const hostile = "' \" ` [ $ $a $a$ E' \\ - --\t # /* /*! */ a 1e+ ; U& \\' $a$'".split(" ")

  test.each(hostile)("a long run of %s is read a bounded number of times", (piece) => {
    const sql = piece.repeat(50_000)
    const read = charactersRead(() => tokenize(sql, lexicon))
    expect(read).toBeGreaterThanOrEqual(sql.length)
    expect(read).toBeLessThan(12 * sql.length)
  })

  test("so is a megabyte of all of them", () => {
    const sql = hostile.join("\n").repeat(20_000)
    expect(sql.length).toBeGreaterThan(1_000_000)
    expect(charactersRead(() => tokenize(sql, lexicon))).toBeLessThan(12 * sql.length)
  })
})

type Cost = (text: string, given: ReadonlyArray<unknown>, answer: unknown) => number

const costs: Readonly<Record<string, Cost>> = {
  charAt: () => 1,
  charCodeAt: () => 1,
  startsWith: (_, [prefix]) => String(prefix).length,
  slice: (_, __, answer) => String(answer).length,
  indexOf: (text, [, from], answer) => (answer === -1 ? text.length : Number(answer) + 1) - Number(from ?? 0),
}

const methods: object = String.prototype

/** How many characters the methods of strings look at meanwhile. */
function charactersRead(body: () => unknown): number {
  let read = 0
  const originals = Object.entries(costs).map(([name, cost]) => {
    const original = Object.getOwnPropertyDescriptor(methods, name)!
    Object.defineProperty(methods, name, {
      ...original,
      value(this: string, ...given: ReadonlyArray<unknown>): unknown {
        const answer: unknown = Reflect.apply(original.value, this, given)
        read += cost(this, given, answer)
        return answer
      },
    })
    return [name, original] as const
  })
  try {
    body()
  } finally {
    for (const [name, original] of originals) Object.defineProperty(methods, name, original)
  }
  return read
}

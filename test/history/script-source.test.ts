import { describe, expect, test } from "bun:test"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { scriptSource } from "../../src/history/script-source.ts"

const read = (text: string): ReadonlyArray<string> => {
  const source = scriptSource(text)
  if (source === undefined) throw new Error(`not read: ${text}`)
  return source
}

describe("says the same", () => {
  test.each([
    ["space", "a=b+c", "  a  =\tb + c\n"],
    ["line breaks", "f(a, b).c(d)", "f(\n  a,\n  b\n)\n  .c(d)"],
    ["comments", "a(b)", "// x\na(/* y */ b /* \n */) // z"],
    ["a comment with a quote in it", "a\nb", "a // don't\nb /* `${ */"],
    ["the first line of a script", "a", "#!/usr/bin/env bun\na"],
    [
      "semicolons",
      "import { a } from \"b\"\nconst c = 1\nlet d\nf()\nexport default g",
      "import { a } from \"b\";const c = 1;let d;f();export default g;",
    ],
    ["semicolons behind blocks", "if (a) { b }\nfunction c() {}\nd()", "if (a) { b; };\nfunction c() {};\nd();"],
    ["semicolons of class members", "class A { a = 1\n b\n c() {} }", "class A { a = 1; b; c() {}; }"],
    ["semicolons in front", "a\n;[b].c()\n;(d)()", "a;\n[b].c();\n(d)();"],
    ["semicolons behind a type", "type A = B<C>\nexport const d = 1", "type A = B<C>;\nexport const d = 1;"],
    ["a semicolon behind return", "if (a) return\nb()", "if (a) return;\nb();"],
    ["a semicolon before ++", "a\n++b", "a;\n++b;"],
    ["quotes", "f('a', \"b\", 'it\\'s', \"say \\\"x\\\"\")", "f(\"a\", 'b', \"it's\", 'say \"x\"')"],
    ["quotes of keys", "f({ \"a\": 1, 'b': 2, \"c-d\": 3 })", "f({ a: 1, b: 2, 'c-d': 3 })"],
    ["trailing commas", "f([a, b], { c, d }, (e) => g)", "f([a, b,], { c, d, }, (e,) => g,)"],
    ["trailing commas of type parameters", "const f = <A>(a: A) => a", "const f = <A,>(a: A) => a"],
    ["parentheses of one parameter", "f(x => x, async y => y)", "f((x) => x, async (y) => y)"],
    ["the first bar of a union", "type A = \"b\" | \"c\"", "type A =\n  | \"b\"\n  | \"c\";"],
    ["code in a template", "`a${ b }c${f({x:1})}d`", "`a${b}c${f({ x: 1, })}d`"],
    ["semicolons in for", "for (let i = 0; i < n; i++) f()", "for (\n  let i = 0;\n  i < n;\n  i++\n) f();"],
    ["++ in for", "for (; a; ++b) c", "for (; a;\n++b) c"],
    ["a semicolon behind a postfix operator", "a++\nb--\nc!\nd", "a++;b--;c!;d"],
    ["a semicolon before a prefix operator", "a\n!b\n~c\n--d", "a;!b;~c;--d"],
    ["a semicolon behind as const", "a = [] as const\nb()", "a = [] as const;b()"],
    [
      "semicolons of a type's members",
      "interface A { a: B<C<D>>\n readonly b: () => void\n c: string }",
      "interface A { a: B<C<D>>; readonly b: () => void; c: string; }",
    ],
    ["brackets of types", "let a: B<C<D>>", "let a: B<\n  C<\n    D,\n  >,\n>"],
    ["a semicolon behind a word that may lead", "a = out\nb = type\nc()", "a = out;b = type;c()"],
    ["a leading semicolon", "a()", ";a()"],
    ["decorators", "class A { a\n@b c }", "class A { a; @b c }"],
    ["line breaks of arguments behind a keyword", "const a = await b(c)", "const a = await\n  b(c)"],
  ])("%s", (_, left, right) => {
    expect(read(right)).toEqual(read(left))
  })

  test("a migration before and after a formatter", () => {
    const written = `
// Posts belong to people.
import {add,alter,migration,references,table} from 'sterna';
export default migration({
  change: [alter(table('posts'), [add('person_id', references('people', {onDelete: 'cascade'}), {null: false})])],
  async up({sql}) {
    const rows = await sql\`select id from "posts" where title = \${"it's"}\`;
    for (const {id} of rows) { await sql\`update posts set slug = \${String(id).replace(/[/']+/g, '-')}\` };
  }
});
`
    const formatted = `import { add, alter, migration, references, table } from "sterna"

export default migration({
  change: [
    alter(table("posts"), [
      add("person_id", references("people", { onDelete: "cascade" }), { null: false }),
    ]),
  ],
  async up({ sql }) {
    const rows = await sql\`select id from "posts" where title = \${"it's"}\` // those
    for (const { id } of rows) {
      await sql\`update posts set slug = \${String(id).replace(/[/']+/g, "-")}\`
    }
  },
})
`
    expect(read(formatted)).toEqual(read(written))
  })
})

describe("says something else", () => {
  test.each([
    ["a string", "f(\"a\")", "f(\"b\")"],
    ["space in a string", "f(\"a  b\")", "f(\"a b\")"],
    ["an escape", "f(\"a\\n\")", "f(\"an\")"],
    ["an escaped backslash before a quote", "f(\"a\\\\\")", "f(\"a\\\\\\\\\")"],
    ["a template", "`a  b`", "`a b`"],
    ["a line break in a template", "`a\nb`", "`a b`"],
    ["what looks like a comment in a template", "`a // b`", "`a // c`"],
    ["an expression of a template", "`a${b}c`", "`a${d}c`"],
    ["a template and a string", "`a`", "\"a\""],
    ["a regular expression", "a = /b  c/", "a = /b c/"],
    ["the flags of one", "a = /b/g", "a = /b/i"],
    ["a number", "1", "2"],
    ["a large number", "9007199254740993n", "9007199254740992n"],
    ["a name", "ab", "ba"],
    ["space in a name", "ab", "a b"],
    ["order", "[a, b]", "[b, a]"],
    ["a hole", "[a, , b]", "[a, b]"],
    ["a hole at the end", "[a, ,]", "[a,]"],
    ["a single hole", "[,]", "[]"],
    ["a key and a string", "f({ a: 1 })", "f({ [\"a\"]: 1 })"],
    ["a string that is no name", "f({ \"a-b\": 1 })", "f({ ab: 1 })"],
    ["operators", "a + ++b", "a++ + b"],
    ["signs", "a - -b", "a-- - b"],
    ["return and its value", "return\na", "return a"],
    ["yield and its value", "yield\na", "yield a"],
    ["break and its label", "for (;;) { break\na }", "for (;;) { break a }"],
    ["++ before and behind", "a\n++\nb", "a++\nb"],
    ["an empty statement", "if (a); b()", "if (a) b()"],
    ["an empty loop", "while (a); b()", "while (a) b()"],
    ["an empty loop before a statement", "for (;;); return", "for (;;) return"],
    ["++ as the body of if", "if (a)\n++b", "if (a);\n++b"],
    ["an empty else", "if (a) b; else; c", "if (a) b; else c"],
    ["an empty statement at the end", "while (a);", "while (a)"],
    ["the parts of for", "for (a;; b) c", "for (a; b;) c"],
    ["a call", "a; (b)", "a(b)"],
    ["an index", "a; [b]", "a[b]"],
    ["a tagged template", "a; `b`", "a`b`"],
    ["a sign and an operator", "a; -b", "a - b"],
    ["async on its line", "async\nfunction a() {}", "async function a() {}"],
    ["a field called static", "class A { static; a }", "class A { static a }"],
    ["a field called static on its line", "class A { static; a }", "class A { static\na }"],
    ["a field called get", "class A { get; a() {} }", "class A { get a() {} }"],
    ["a generator", "class A { a; *b() {} }", "class A { a = 1 * b() {} }"],
    ["an operator before and behind", "a; !b ? c : d", "a!; b ? c : d"],
    ["an operator before and behind a line break", "a\n!b ? c : d", "a!\nb ? c : d"],
    ["a shift", "a >> b", "a > b"],
    ["type as a name", "type\nA = B", "type A = B"],
    ["a comma", "a, b", "a; b"],
    ["in", "a; of", "a of"],
    ["a comment's end", "a /* b */ c", "a /* b c */"],
    ["optional chaining", "a?.5:b", "a?.b"],
  ])("%s", (_, left, right) => {
    expect(read(right)).not.toEqual(read(left))
  })

  test("parts do not run into each other", () => {
    expect(read("\"a\" + b")).not.toEqual(read("\"a + b\""))
    expect(read("a(\"p)\")")).not.toEqual(read("a()"))
  })
})

describe("is not read", () => {
  test.each([
    ["a string without end", "a = 'b\nc"],
    ["a template without end", "a = `b"],
    ["an expression of a template without end", "a = `${b"],
    ["a comment without end", "a /* b"],
    ["a regular expression without end", "a = /b\nc"],
    ["a bracket without end", "f(a"],
    ["a bracket without beginning", "a)"],
    ["brackets that do not match", "f(a]"],
    ["a slash behind a brace", "if (a) {}\n/b'c/.test(d)"],
  ])("%s", (_, text) => {
    expect(scriptSource(text)).toBeUndefined()
  })
})

describe("a slash", () => {
  test.each([
    ["divides names", "a / 'b' / c"],
    ["divides behind a parenthesis", "(a) / 'b' / c"],
    ["divides behind an index", "a[0] / 'b' / c"],
    ["divides behind a postfix operator", "a++ / 'b' / c"],
    ["divides behind a keyword's namesake", "a.return / 'b' / c"],
    ["divides behind a template", "`a` / 'b' / c"],
  ])("%s", (_, text) => {
    expect(read(text)).toContain("sb")
  })

  test.each([
    ["begins a regular expression behind an operator", "a = /'b/"],
    ["begins one behind if", "if (a) /'b/.test(c)"],
    ["begins one behind return", "return /'b/"],
    ["begins one behind a parenthesis", "f(/'b/)"],
    ["begins one in a template", "`${/'b/}`"],
    ["may stand in a class of characters", "a = /[/']b/"],
    ["may be escaped", "a = /\\/'b/"],
  ])("%s", (_, text) => {
    expect(read(text).some((part) => part.startsWith("r/"))).toBe(true)
  })
})

describe("a transpiler", () => {
  const transpiler = new Bun.Transpiler({ loader: "ts", deadCodeElimination: false, trimUnusedImports: false })

  /** What a text does, without its layout; `undefined` when it is no program. */
  const transpiled = (text: string): string | undefined => {
    try {
      return transpiler.transformSync(text).replaceAll(/^\s*;$/gm, "").replaceAll(/\s+/g, "")
    } catch {
      return undefined
    }
  }
  const frames = [
    "function * f ( ) { $ }",
    "async function f ( ) { $ }",
    "class A { $ }",
    "for ( $ ) $",
    "if ( a ) $ else $",
    "while ( a ) $",
    "do $ while ( a ) $",
    "x = [ $ ] ; $",
    "x = { $ }",
    "switch ( a ) { case 1 : $ default : $ }",
    "type T = $ ; $",
    "x = `${ $ }` $",
  ]
  const words = Schema.Literals(
    "a b c 1 's' \"s\" ( ) [ ] { } , : ? + - ++ -- ! ~ / * = => . ?. `t` if else while do for return yield break await async static get of in as type const case new typeof < > | &"
      .split(" "),
  )
  const gaps = Schema.Literals([" ", "\n", ";", ";\n", ",", "/*\n*/", "// '\n"])
  const program = Schema.Struct({
    frame: Schema.Literals(frames),
    fill: Schema.Array(words),
    gaps: Schema.Array(Schema.Tuple([gaps, gaps])),
  })

  /** The frame with words in its places; what parts the tokens comes from the gaps, and is a space behind their end. */
  const layout = ({ fill, frame, gaps: given }: typeof program.Type, side: 0 | 1): string => {
    const places = frame.split("$")
    const each = Math.ceil(fill.length / (places.length - 1))
    const text = places.map((place, index) => `${place} ${fill.slice(index * each, (index + 1) * each).join(" ")}`)
    return text.join(" ").split(/ +/).map((token, index) => token + (given[index]?.[side] ?? " ")).join("")
  }

  test("makes the same of two layouts that are taken for the same", async () => {
    let compared = 0
    const property = (drawn: typeof program.Type): boolean => {
      const [left, right] = [layout(drawn, 0), layout(drawn, 1)]
      const [first, second] = [transpiled(left), transpiled(right)]
      if (first === undefined || second === undefined || !Bun.deepEquals(scriptSource(left), scriptSource(right))) {
        return true
      }
      compared++
      return first === second || scriptSource(left) === undefined
    }
    const result = await Effect.runPromise(
      Arbitrary.checkEffect(Arbitrary.schema(program), property, {
        runs: 20_000,
        size: 8,
        seed: 1,
      }),
    )
    expect(Arbitrary.formatCheckFailure(result)).toBeUndefined()
    expect(compared).toBeGreaterThan(2_000)
  })
})

import { describe, expect, test } from "bun:test"
import { checksumOf, sameContent, written } from "../../src/history/checksum.ts"

const encoder = new TextEncoder()
const of = (text: string, extension: string) => checksumOf(encoder.encode(text), extension)
const recorded = (text: string, extension: string): string => written(of(text, extension))

const script = `import { create, migration, table } from "sterna"

export default migration({ change: [create(table("posts"))] })
`
const sql = `-- migrate:up
insert into posts (title) values ('It''s
here');
-- migrate:down
delete from posts;
`

test("it is written as version, bytes and tokens", () => {
  expect(written({ bytes: "a", tokens: "b" })).toBe("1:a:b")
  expect(recorded(sql, ".sql")).toMatch(/^1:[0-9a-f]{64}:[0-9a-f]{64}$/)
  expect(of("abc", ".sql").bytes).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
})

/** Recorded in databases: where one of these changes, the version in front has to change with it. */
test.each([
  [
    `export default migration({
  'change': [x => x.if(/[/'"]b/g) / 2, , \`a\${b + \`c\`}d\`, "it's \\"so\\"", .5, 1n,], // why
  async *up({ sql, }) { for (;;) { if (a); else return\nb++; a!; yield\n !c } },
} satisfies A<B<C>>)`,
    ".ts",
    "298fa0c20dd93dd43880c28d73e1385f22253ccdf8764fec30fc4186ea2f17c1",
  ],
  [
    `-- migrate:up transaction:false
CREATE TABLE "a;" (b text DEFAULT E'\\'', \`c\` int) /*+ d */ /*!50003 e */ -- f
; SELECT $1, $$g$$, [h], x'41', a=-1, b@-1, 5--3 # i
;; -- migrate:down
-- migrate:down
DELIMITER //
j//`,
    ".sql",
    "07328dda16a1468f16ca98b14578a75ed72cdf7b938589a8ac0a25e59b20fece",
  ],
  ["a = '", ".js", "a676a62b0e1e9e5937fb3ac0223850b0412e5cd834badbe2b2e433681afa7033"],
  ["a", ".txt", "87423f977097a59e7f40a878afe3823c89287b612a3a62026f927cb9b11de1d4"],
])("version 1 of %j as %s is %s", (text, extension, tokens) => {
  expect(of(text, extension).tokens).toBe(tokens)
})

describe("the same content", () => {
  test.each([
    ["nothing changed", script, script, ".ts"],
    ["line breaks of Windows", script, script.replaceAll("\n", "\r\n"), ".ts"],
    ["a byte order mark", script, `\uFEFF${script}`, ".js"],
    ["a comment", script, `// one\n${script}`, ".mts"],
    ["a formatter", script, script.replaceAll("\"", "'").replaceAll("\n", ";\n").replaceAll(" ", "  "), ".cts"],
    ["a comment in SQL", sql, `-- one\n${sql}`, ".sql"],
    ["line breaks of Windows in SQL", sql, sql.replaceAll("\n", "\r\n"), ".sql"],
    ["a byte order mark in SQL", sql, `\uFEFF${sql}`, ".sql"],
    ["line breaks of Windows in a script that cannot be read", "a = '\n", "a = '\r\n", ".ts"],
  ])("%s", (_, before, after, extension) => {
    expect(sameContent(recorded(before, extension), of(after, extension))).toBe(true)
  })

  test.each([
    ["null", null],
    ["nothing", ""],
    ["the format of another tool", "d41d8cd98f00b204e9800998ecf8427e"],
    ["the format of another version", `2:${"0".repeat(64)}:${"0".repeat(64)}`],
  ])("whatever it is, behind %s", (_, before) => {
    expect(sameContent(before, of(sql, ".sql"))).toBe(true)
  })
})

describe("changed content", () => {
  test.each([
    ["a string", script, script.replace("posts", "post"), ".ts"],
    ["a statement", sql, sql.replace("delete", "select * "), ".sql"],
    ["a string in SQL", sql, sql.replace("here", " here"), ".sql"],
    ["space in a script that cannot be read", "a = '", "a  = '", ".ts"],
    ["space in a file of another kind", "a b", "a  b", ".txt"],
  ])("%s", (_, before, after, extension) => {
    expect(sameContent(recorded(before, extension), of(after, extension))).toBe(false)
  })

  test("bytes that are no text", () => {
    const bytes = (last: number) => checksumOf(new Uint8Array([0x61, 0xff, last]), ".sql")
    expect(sameContent(written(bytes(1)), bytes(1))).toBe(true)
    expect(sameContent(written(bytes(1)), bytes(2))).toBe(false)
  })
})

test("the tokens are read only when the bytes differ, and then once", () => {
  let asked = 0
  const current = {
    bytes: "0".repeat(64),
    get tokens() {
      asked++
      return "1".repeat(64)
    },
  }
  expect(sameContent(`1:${"0".repeat(64)}:${"2".repeat(64)}`, current)).toBe(true)
  expect(sameContent(null, current)).toBe(true)
  expect(asked).toBe(0)
  expect(sameContent(`1:${"3".repeat(64)}:${"2".repeat(64)}`, current)).toBe(false)
  expect(asked).toBe(1)
  const checksum = of(sql, ".sql")
  expect(checksum.tokens).toBe(checksum.tokens)
})

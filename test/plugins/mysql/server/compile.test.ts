import { expect, test } from "bun:test"
import { typescript } from "../../../executable/history.ts"
import { History } from "../../../run/server/history.ts"
import { observe } from "./observer.ts"

test("a table whose name holds a backtick, with an index of a column's beginning, is made and dropped", async () => {
  await using database = await observe()
  using history = new History({
    "migrations/10_m.ts": typescript(`change: [
      create(table("a\`b"), [add("title", "text"), add("c\`", "integer")]),
      create(index("a\`b", [fragment("title(20)"), "c\`"], { name: "i\`" })),
      rename(table("a\`b"), { to: table("b\`\`a") }),
      alter(table("b\`\`a"), [add("d", "integer")]),
    ]`),
  })
  const run = { lock: "advisory" } as const
  expect(await history.outcome(database.url, "up", run)).toEqual([10n])
  expect(
    await database.ask(
      "SELECT table_name AS name, index_name AS i, column_name AS c, sub_part AS part FROM information_schema.statistics "
        + "WHERE table_schema = DATABASE() AND index_name = 'i`' ORDER BY seq_in_index",
    ),
  ).toEqual([
    { name: "b``a", i: "i`", c: "title", part: 20 },
    { name: "b``a", i: "i`", c: "c`", part: null },
  ])
  expect(await history.outcome(database.url, "down", run)).toEqual([10n])
  expect(await database.ask("SHOW TABLES LIKE '%a%b%'")).toEqual([])
})

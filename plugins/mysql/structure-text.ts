import { isContent, tokenize, wordOf } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/** What newer clients of MariaDB begin with: a command of theirs, which older ones and servers pass over. */
const sandbox = /^\/\*M?!999999\\- enable the sandbox mode \*\/ *\n/

/**
 * What mysqldump or mariadb-dump wrote, so that the same schema gives the same bytes, without empty lines around it: how
 * far a counter has come (AUTO_INCREMENT of a table, SETVAL of a sequence) belongs to the rows.
 */
export const dumped = (text: string): string => {
  let result = ""
  let kept = 0
  const leaveOut = (start: number, after: number): void => {
    result += text.slice(kept, start)
    kept = after
  }
  let words: ReadonlyArray<string | undefined> = []
  let begin: number | undefined
  let counter: number | undefined
  for (const token of tokenize(text, lexicon)) {
    const { kind, start, text: { length } } = token
    if (kind === "delimiter" || kind === "delimiterCommand") {
      if (begin !== undefined && says(words, "DO", "SETVAL")) leaveOut(begin, after(text, start + length, "\n"))
      words = []
      begin = undefined
      counter = undefined
    } else if (isContent(token)) {
      begin ??= start
      if (words.length < 2) words = [...words, wordOf(token)]
      // AUTO_INCREMENT = 7 of a table. The attribute of a column has no number.
      if (says(words, "CREATE", "TABLE") && wordOf(token) === "AUTO_INCREMENT") counter = start
      else if (counter !== undefined && kind === "number") leaveOut(counter, after(text, start + length, " "))
      if (counter !== undefined && token.text !== "=" && start !== counter) counter = undefined
    }
  }
  return (result + text.slice(kept)).replace(sandbox, "").trim()
}

const says = ([first, second]: ReadonlyArray<string | undefined>, ...wanted: readonly [string, string]): boolean =>
  first === wanted[0] && second === wanted[1]

/** Behind a character that may stand there. */
const after = (text: string, offset: number, character: string): number =>
  text[offset] === character ? offset + 1 : offset

import { expect, test } from "bun:test"
import { checkText } from "../../../src/cli/report/check-text.ts"
import { plainStyle, terminalStyle } from "../../../src/cli/report/style.ts"
import { failed, holds, holdsBut } from "../../../src/run/check-result.ts"

test("each sentence has a line, below one another", () => {
  expect(checkText("files", holds("All is there."), plainStyle)).toBe("ok       files           All is there.")
  expect(checkText("versions table", holdsBut(["Odd.", "Odd too."], "There."), plainStyle)).toBe(
    "warning  versions table  There.\n                         Odd.\n                         Odd too.",
  )
})

test("an error says its message, without secrets and line by line", () => {
  const error = { message: "postgres://ada:hunter2@db/blog is gone.\nWait." }
  expect(checkText("connection", failed(error), plainStyle)).toBe(
    "failed   connection      postgres://ada:***@db/blog is gone.\n                         Wait.",
  )
})

test("a line that is too wide for the terminal is broken between words", () => {
  expect(checkText("lock", holds("It was taken and released."), plainStyle, 48)).toBe(
    "ok       lock            It was taken and\n                         released.",
  )
})

test("colours take no room", () => {
  const text = checkText("lock", holds("Taken."), terminalStyle)
  expect(text).toStartWith("\u001B[32mok")
  expect(Bun.stripANSI(text)).toBe(checkText("lock", holds("Taken."), plainStyle))
})

import { redactMessage } from "../../config/redact-url.ts"
import type { CheckResult } from "../../run/check-result.ts"
import type { Style } from "./style.ts"
import { wrapped } from "./wrapped.ts"

const colors = { ok: "green", warning: "yellow", failed: "red", skipped: "dim" } as const

/** A check as a line for each sentence, `failed   connection      …`, below one another. */
export const checkText = (
  check: string,
  result: CheckResult<{ readonly message: string }>,
  style: Style,
  columns = Infinity,
): string => {
  const { state } = result
  const [first = "", ...others] = sentencesOf(result).flatMap((text) => text.split("\n"))
  const left = `${style(colors[state], state.padEnd(stateWidth))}  ${check.padEnd(checkWidth)}  `
  const indent = stateWidth + checkWidth + 4
  return [`${left}${first}`, ...others.map((line) => " ".repeat(indent) + line)]
    .map((line) => wrapped(line, columns, indent))
    .join("\n")
}

const stateWidth = "warning".length
const checkWidth = "versions table".length

/** What a check says, and its errors, without secrets. */
export const sentencesOf = ({ errors, says }: CheckResult<{ readonly message: string }>): ReadonlyArray<string> =>
  [...says, ...errors.map(({ message }) => message)].map(redactMessage)

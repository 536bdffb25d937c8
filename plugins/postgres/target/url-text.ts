import * as Result from "effect/Result"
import type { DatabaseError } from "sterna/dialect"
import { refuse } from "./refuse.ts"

/** A part of a URL without its percent-encoding, or a refusal that names the part and not its text. */
export function percentDecoded(text: string, part: string): Result.Result<string, DatabaseError> {
  if (/%(?![0-9a-f]{2})/i.test(text)) {
    return refuse(
      `The ${part} in the PostgreSQL URL has a "%" that is not followed by two hexadecimal digits.`,
      "Write it as %25.",
    )
  }
  if (/%00/.test(text)) return refuse(`The ${part} in the PostgreSQL URL holds a NUL character.`, "Remove the %00.")
  try {
    return Result.succeed(decodeURIComponent(text))
  } catch {
    return refuse(
      `The ${part} in the PostgreSQL URL is not UTF-8 once it is decoded.`,
      "Encode the bytes of its UTF-8 form: é is %C3%A9.",
    )
  }
}

import * as Result from "effect/Result"
import type { LedgerRow } from "../dialect/ledger-table.ts"
import type { Step } from "../dialect/step.ts"
import { encodeAnswer } from "../history/answer.ts"
import type { Row } from "../migration/context.ts"
import { invalid, type Refusal } from "../migration/refusal.ts"

/** A step, as the ledger names it. */
export interface JournalledStep {
  readonly step: number
  /** Cut where it is long; the digest is of the whole. */
  readonly statement: string
  /** The SHA-256 of the statement with its parameters, in hexadecimal. */
  readonly digest: string
}

/** What stands for a step in the ledger: its statement, or what a table that is built anew becomes. */
export const textOfStep = (step: Step): string =>
  step._tag === "Statement"
    ? step.sql
    : `build ${step.table} anew: ${
      JSON.stringify(step.changes, (_, value: unknown) => typeof value === "bigint" ? `${value}n` : value)
    }`

/** How much of a statement the ledger shows. */
const statementLimit = 4000

/** A step of a migration, by its number, its statement and the values of its parameters: none that contains itself. */
export const journalledStep = (
  step: number,
  text: string,
  values: ReadonlyArray<unknown>,
): Result.Result<JournalledStep, Refusal> =>
  Result.try({
    try: () => ({
      step,
      statement: text.length <= statementLimit ? text : `${text.slice(0, statementLimit)}…`,
      digest: new Bun.CryptoHasher("sha256").update(`${text.length} ${text}\n${encodeAnswer([{ values }])}`)
        .digest("hex"),
    }),
    catch: (cause) =>
      invalid(
        `A parameter of "${text.trim()}" cannot be written down: ${
          cause instanceof Error ? cause.message : "it throws"
        }.`,
        "Give it as a text, a number, a Date, bytes, or an array of these.",
      ),
  })

/** How much of what a query read is kept, in characters of JSON: what is longer is asked again. */
const readLimit = 65_536

/** The row of a step, with what it answered. */
export const rowOfStep = (
  version: bigint,
  state: LedgerRow["state"],
  { digest, statement, step }: JournalledStep,
  rows: ReadonlyArray<Row> = [],
): LedgerRow => {
  const answer = rows.length === 0 && state !== "read" ? undefined : encodeAnswer(rows)
  const kept = answer !== undefined && (state !== "read" || answer.length <= readLimit)
  return { version, step, state, statement, digest, ...kept ? { answer } : {} }
}

import type { Dialect } from "../dialect/dialect.ts"
import { leavesValue, mayBeRemembered, rememberedBy, written } from "../dialect/toolkit/session-values.ts"
import type { JournalledStep } from "./journalled-step.ts"

/**
 * Knows, by the statements that earlier runs have done, the values that were gone with their sessions, and which no statement
 * that is sent again would bring back.
 */
export const lostValues = (dialect: Pick<Dialect, "lexicon" | "sessionValues">) => {
  let left: JournalledStep | undefined
  let remembered: JournalledStep | undefined
  return {
    /** A statement that an earlier run has done. */
    passed: (step: JournalledStep, sql: string): void => {
      if (left === undefined && leavesValue(sql, dialect)) left = step
      if (mayBeRemembered(sql, dialect)) remembered = step
    },
    /** Whether what any statement does may depend on one of them. */
    any: (): boolean => left !== undefined,
    /** Why a step cannot be sent in this session, a full sentence; `undefined` where it can. */
    missedBy: ({ step }: JournalledStep, sql: string): string | undefined => {
      if (left !== undefined) {
        return `Step ${step} of it may need a value that step ${left.step}, "${left.statement}", left in its session, and that `
          + "was gone with the session."
      }
      const phrase = remembered === undefined ? undefined : rememberedBy(sql, dialect)
      return remembered === undefined || phrase === undefined
        ? undefined
        : `Step ${step} of it, "${sql.trim()}", asks with ${
          written(phrase)
        } for what a step up to step ${remembered.step}, `
          + `"${remembered.statement}", may have left in its session, and that was gone with the session.`
    },
  }
}

import type { Dialect } from "../doors/dialect.ts"
import type { Cases, ConformanceCase } from "./conformance-case.ts"
import { connectionCases } from "./connection-cases.ts"
import { interruptionCases } from "./interruption-cases.ts"
import { languageCases } from "./language-cases.ts"
import { ledgerCases } from "./ledger-cases.ts"
import { lexiconCases } from "./lexicon-cases.ts"
import { lockCases } from "./lock-cases.ts"
import { nameCases } from "./name-cases.ts"
import { natureCases } from "./nature-cases.ts"
import { runCases } from "./run-cases.ts"
import { sessionCases } from "./session-cases.ts"
import { statementCases } from "./statement-cases.ts"
import { storageCases } from "./storage-cases.ts"
import { type ConformanceOptions, makeSubject } from "./subject.ts"
import { transactionCases } from "./transaction-cases.ts"
import { valueCases } from "./value-cases.ts"
import { versionsCases } from "./versions-cases.ts"

const parts: ReadonlyArray<Cases> = [
  connectionCases,
  statementCases,
  valueCases,
  nameCases,
  transactionCases,
  versionsCases,
  ledgerCases,
  lockCases,
  sessionCases,
  natureCases,
  lexiconCases,
  languageCases,
  runCases,
  storageCases,
  // The last: a connection that had to be left may go on working.
  interruptionCases,
]

/**
 * The promises of the contract that a dialect makes, to be run one after the other. A promise that it does not make, since
 * its capabilities say so, has no case. Any runner will do: `conformance` is the one for `bun test`.
 */
export const conformanceCases = (dialect: Dialect, options: ConformanceOptions): ReadonlyArray<ConformanceCase> => {
  const subject = makeSubject(dialect, options)
  return parts.flatMap((cases) => cases(subject))
}

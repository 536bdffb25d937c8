import { AtomicBody } from "./atomic-body.ts"
import { RoutineBody } from "./routine-body.ts"
import type { SqlLexicon } from "./sql-lexicon.ts"
import type { SqlToken } from "./sql-token.ts"
import { TriggerBody } from "./trigger-body.ts"

/** Follows one statement token by token, to know whether it is inside a body that holds statements. */
export interface StatementBody {
  /** Takes the next token, which is neither space nor comment, with the one behind it. */
  readonly take: (token: SqlToken, next: SqlToken | undefined) => void
  /** Whether a `;` that came now would end no statement. */
  readonly open: boolean
}

export const statementBody = (compound: SqlLexicon["compound"]): StatementBody => bodies[compound]()

const bodies: Readonly<Record<SqlLexicon["compound"], () => StatementBody>> = {
  trigger: () => new TriggerBody(),
  routine: () => new RoutineBody(),
  atomic: () => new AtomicBody(),
  none: () => ({ take: () => undefined, open: false }),
}

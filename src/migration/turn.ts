import * as Service from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Command } from "./command.ts"
import type { DatabaseError } from "./database-error.ts"
import type { Refusal } from "./refusal.ts"

/** The turn of a migration's function: who yields a command there has it run by this service. */
export class Turn extends Service.Service<Turn, {
  /** Sends what stands queued, then the command. While a way back is collected, it only notes the command. */
  readonly run: (command: Command) => Effect.Effect<void, Refusal | DatabaseError>
}>()("sterna/migration/Turn") {}

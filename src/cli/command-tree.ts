import type { CommandDescriptor } from "effect/cli/Completions"
import * as Service from "effect/Context"
import type * as Effect from "effect/Effect"

/** All commands of the executable, for a command that speaks of the others. */
export class CommandTree extends Service.Service<CommandTree, {
  /** `sterna` with its subcommands, each with the flags of every command beside its own. */
  readonly describe: Effect.Effect<CommandDescriptor>
}>()("sterna/cli/CommandTree") {}

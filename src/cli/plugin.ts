import * as Command from "effect/cli/Command"
import { pluginBundleCommand } from "./plugin-bundle.ts"
import { pluginTestCommand } from "./plugin-test.ts"

/** `sterna plugin`: for authors of a dialect. */
export const pluginCommand = Command.make("plugin").pipe(
  Command.withDescription("For authors of a dialect: test it, and bundle it into one file"),
  Command.withExamples([
    { command: "sterna plugin test ./my.ts", description: "Which promises hold on the database of STERNA_TEST_URL" },
  ]),
  Command.withSubcommands([pluginTestCommand, pluginBundleCommand]),
)

/** The commands, each behind an `import()` of its own: whoever asks for one loads no other. In the order of the help. */
const loaders = {
  migrate: async () => (await import("./migrate.ts")).migrateCommand,
  rollback: async () => (await import("./rollback.ts")).rollbackCommand,
  redo: async () => (await import("./redo.ts")).redoCommand,
  status: async () => (await import("./status.ts")).statusCommand,
  plan: async () => (await import("./plan.ts")).planCommand,
  history: async () => (await import("./history.ts")).historyCommand,
  baseline: async () => (await import("./baseline.ts")).baselineCommand,
  resolve: async () => (await import("./resolve.ts")).resolveCommand,
  forget: async () => (await import("./forget.ts")).forgetCommand,
  config: async () => (await import("./config.ts")).configCommand,
  doctor: async () => (await import("./doctor.ts")).doctorCommand,
  gen: async () => (await import("./gen.ts")).genCommand,
  init: async () => (await import("./init.ts")).initCommand,
  completions: async () => (await import("./completions.ts")).completionsCommand,
  create: async () => (await import("./create.ts")).createCommand,
  drop: async () => (await import("./drop.ts")).dropCommand,
  dump: async () => (await import("./dump.ts")).dumpCommand,
  load: async () => (await import("./load.ts")).loadCommand,
  bundle: async () => (await import("./bundle.ts")).bundleCommand,
  plugins: async () => (await import("./plugins.ts")).pluginsCommand,
  plugin: async () => (await import("./plugin.ts")).pluginCommand,
} as const

type Name = keyof typeof loaders

/** A command that was loaded. */
export type LoadedCommand = Awaited<ReturnType<(typeof loaders)[Name]>>

/** The names of all commands. */
export const commandNames: ReadonlySet<string> = new Set(Object.keys(loaders))

const isName = (name: string | undefined): name is Name => name !== undefined && commandNames.has(name)

/** All commands. */
export const loadCommands = (): Promise<ReadonlyArray<LoadedCommand>> =>
  Promise.all(Object.values(loaders).map((load): Promise<LoadedCommand> => load()))

/** The command that a command line begins with; all of them, where it begins with none. */
export const commandsFor = async (args: ReadonlyArray<string>): Promise<ReadonlyArray<LoadedCommand>> => {
  const [first] = args
  return isName(first) && first !== "completions" ? [await loaders[first]()] : loadCommands()
}

import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as NodeStdio from "@effect/platform-node-shared/NodeStdio"
import * as NodeTerminal from "@effect/platform-node-shared/NodeTerminal"
import * as CliConfig from "effect/cli/CliConfig"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import type * as Completions from "effect/cli/Completions"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import type { HelpDoc } from "effect/cli/HelpDoc"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ChildProcessSpawner, make as makeSpawner } from "effect/process/ChildProcessSpawner"
import { Files } from "../dialect/files.ts"
import { Modules } from "../dialect/modules.ts"
import { CarriedPlugins } from "../dialect/plugin-path.ts"
import type { DialectEntry } from "../dialect/registry.ts"
import { Abandoned, type AbandonedRepos } from "./abandoned.ts"
import { helpOfKnown } from "./asked-help.ts"
import { BuiltinDialects } from "./builtin-dialects.ts"
import { type Carried, carriedFiles, carriedPlugins, CarriedProject } from "./carried.ts"
import { CommandTree } from "./command-tree.ts"
import { commandNames, commandsFor, loadCommands, type LoadedCommand } from "./commands.ts"
import { processConsole, resultsLostTo } from "./console.ts"
import { exitCodeOf, exitCodes } from "./exit-code.ts"
import { logging } from "./logging.ts"
import { modeFlags } from "./output-flags.ts"
import { chooseOutputMode, outputMode } from "./output-mode.ts"
import { reportError } from "./report-error.ts"
import { ResultsLost } from "./results-lost.ts"
import { sendingTraces } from "./traces.ts"
import { usage } from "./usage.ts"
import { version } from "./version.ts"

/** `sterna` with those of its commands that were loaded. */
const sternaOf = (commands: ReadonlyArray<LoadedCommand>) =>
  Command.make("sterna").pipe(
    Command.withDescription(
      "Runs migrations: files that change the schema of a database, each run once and recorded, and taken back where asked. "
        + "As in Ecto, in TypeScript or SQL, as one executable",
    ),
    Command.withGlobalFlags(modeFlags),
    Command.withSubcommands(commands),
  )

/** What effect/cli asks for. Nothing here starts a process, so the spawner, which costs start-up time, is none. */
const platform = Layer.mergeAll(
  NodeFileSystem.layer,
  NodePath.layer,
  NodeTerminal.layer,
  NodeStdio.layer,
  Layer.succeed(ChildProcessSpawner, makeSpawner(() => Effect.die("No process is started here."))),
)

const builtIns = [GlobalFlag.Help, GlobalFlag.Version, GlobalFlag.LogLevel]

/** All commands, each with the flags of every command beside its own. */
export const describeCommands: Effect.Effect<Completions.CommandDescriptor> = Effect.promise(async () => {
  const [Completions, commands] = await Promise.all([import("effect/cli/Completions"), loadCommands()])
  const ofAll = [...builtIns, ...modeFlags].map(({ flag }, position) => [String(position), flag] as const)
  const { flags } = Completions.fromCommand(Command.make("sterna", Object.fromEntries(ofAll)))
  const withFlags = (each: Completions.CommandDescriptor): Completions.CommandDescriptor => ({
    ...each,
    flags: [...each.flags, ...flags.map((flag) => ({ ...flag, negation: false as const }))],
    subcommands: each.subcommands.map(withFlags),
  })
  return withFlags(Completions.fromCommand(sternaOf(commands)))
})

/** What a process hands to its command. */
export interface ProgramInput {
  readonly arguments: ReadonlyArray<string>
  readonly dialects: ReadonlyArray<DialectEntry>
  /** How what lies on disk is imported. */
  readonly modules: Layer.Layer<Modules>
  /** See `Abandoned`. */
  readonly abandoned: AbandonedRepos
  /** See `CarriedProject`. */
  readonly carried: Carried | undefined
}

/** What a bundle carries is read in the place of what lies on disk. */
export const carrying =
  (carried: Carried | undefined) => <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    carried === undefined ? work : work.pipe(
      Effect.provideService(CarriedProject, carried),
      Effect.provideService(Files, carriedFiles(carried, process.cwd())),
      Effect.provideService(CarriedPlugins, carriedPlugins(carried, process.cwd())),
    )

/** Runs a command line to its exit code. All there is to say is written. */
export const program = (input: ProgramInput): Effect.Effect<number> => run(input, usage)

/** What help needs beside its arguments. */
const nothing = {
  dialects: [],
  modules: Layer.succeed(Modules, { load: () => Effect.die("Help imports nothing.") }),
  abandoned: new Map(),
  carried: undefined,
}

/** What `--help` of each command shows, that of `sterna` itself first. */
export const helpDocs: Effect.Effect<ReadonlyArray<HelpDoc>> = Effect.suspend(() => {
  const docs: Array<HelpDoc> = []
  const noting = CliOutput.layerPresenter({
    present: (event) => Effect.sync(() => void (event._tag === "Help" && docs.push(event.helpDoc))),
  })
  const ask = (path: ReadonlyArray<string>) => run({ ...nothing, arguments: [...path, "--help"] }, noting)
  const pathsOf = ({ name, subcommands }: LoadedCommand): ReadonlyArray<ReadonlyArray<string>> => [
    [name],
    ...subcommands.flatMap(({ commands }) => commands.map((below) => [name, below.name])),
  ]
  return Effect.promise(loadCommands).pipe(
    Effect.flatMap((commands) => Effect.forEach([[], ...commands.flatMap(pathsOf)], ask)),
    Effect.as(docs),
  )
})

/** The exit code of a command whose results were written; where they were not, that is said, and done is not success. */
const withResults = (code: number): Effect.Effect<number> =>
  Effect.suspend(() => {
    const lostTo = resultsLostTo()
    if (lostTo === undefined) return Effect.succeed(code)
    const error = new ResultsLost({ code: lostTo })
    return Effect.as(reportError(error, outputMode.json), code === exitCodes.done ? exitCodeOf(error) : code)
  })

const run = (input: ProgramInput, presenter: Layer.Layer<never>): Effect.Effect<number> => {
  chooseOutputMode(input.arguments)
  const args = helpOfKnown(input.arguments, commandNames)
  return Effect.promise(() => commandsFor(args)).pipe(
    Effect.flatMap((commands) => Command.runWith(sternaOf(commands), { version })(args)),
    Effect.as<number>(exitCodes.done),
    Effect.catch((error) => Effect.succeed(error._tag === "Exited" ? error.code : exitCodes.refused)),
    Effect.flatMap(withResults),
    Effect.provide([
      platform,
      input.modules,
      presenter,
      logging,
      CliConfig.layer({ builtIns }),
      Layer.succeed(CommandTree, { describe: describeCommands }),
      Layer.succeed(BuiltinDialects, input.dialects),
      Layer.succeed(Abandoned, input.abandoned),
    ]),
    carrying(input.carried),
    sendingTraces,
    Effect.provideService(Console.Console, processConsole),
  )
}

import * as Service from "effect/Context"
import type { PluginSource } from "../dialect/plugin-source.ts"
import type { RepoSettings } from "../dialect/repo.ts"

/**
 * The repos whose connection was left with a statement still running that only the end of this process can stop. A map
 * that grows while a command works, and is read at its end.
 */
export class Abandoned extends Service.Service<Abandoned, AbandonedRepos>()("sterna/cli/Abandoned") {}

/** Those repos, each with the plugins of its project: one of them may be its dialect. */
export type AbandonedRepos = Map<RepoSettings, ReadonlyArray<PluginSource>>

import * as Service from "effect/Context"
import type { RepoSettings } from "../dialect/repo.ts"

/**
 * The repos whose connection was left with a statement still running that only the end of this process can stop. A set
 * that grows while a command works, and is read at its end.
 */
export class Abandoned extends Service.Service<Abandoned, Set<RepoSettings>>()("sterna/cli/Abandoned") {}

import * as Effect from "effect/Effect"
import type { ConfigError } from "../config/config-error.ts"
import type { Target } from "../history/plan.ts"
import type { MigrateRequest } from "../run/prepare-run.ts"
import type { PlanOptions } from "./options.ts"
import { targetOf } from "./target.ts"

/** What options ask of a run, or of the plan of one; `otherwise` is how far it goes where they do not say. */
export const requestOf = (
  direction: "up" | "down",
  options: PlanOptions,
  otherwise: Target,
): Effect.Effect<MigrateRequest, ConfigError> =>
  Effect.map(Effect.fromResult(targetOf(options, otherwise)), (target) => ({
    direction,
    target,
    tag: options.data === true ? "data" : "schema",
    strictVersionOrder: options.strictVersionOrder ?? false,
    strictHistory: options.strictHistory ?? false,
    ignoreMissing: options.ignoreMissing ?? false,
    acceptChanged: options.acceptChanged ?? false,
  }))

import * as Effect from "effect/Effect"
import type { Step } from "../dialect/step.ts"
import type { Command } from "../migration/command.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { describe } from "../migration/describe.ts"
import { invalid, type Refusal } from "../migration/refusal.ts"
import { call } from "./call.ts"
import { compileCommands } from "./commands.ts"
import { inDirection, type PreparedBody, type PreparedMigration } from "./prepare.ts"
import type { Thrown } from "./run-error.ts"
import type { Session } from "./session.ts"
import { withSpans } from "./span.ts"
import type { Unit } from "./unit.ts"

type Failure = Refusal | DatabaseError | Thrown

/** Where a body runs, and who is told. */
export interface BodyEnvironment {
  readonly prepared: PreparedMigration
  readonly session: Session
  readonly repo: string
  readonly prefix: string | undefined
  /** @param steps how many steps follow for it; left out where only its function knows */
  readonly started: (command: Command, steps?: number) => Effect.Effect<void>
  readonly warn: (message: string) => Effect.Effect<void>
}

/** Runs a body of a migration. What it queued last is not sent yet. */
export const runBody = (body: PreparedBody, environment: BodyEnvironment): Effect.Effect<void, Failure> =>
  body._tag === "Units"
    ? Effect.andThen(
      warnOfNothing(body.units, body.place, environment),
      runUnits(body.units, body.place, environment),
    )
    : runFunction(body, environment)

const runUnits = (
  units: ReadonlyArray<Unit>,
  place: string,
  environment: BodyEnvironment,
): Effect.Effect<void, Failure> =>
  withSpans(units, ({ command }) => spanName(command), (unit) => runUnit(unit, place, environment))

/** A migration that goes up and does nothing was perhaps never written, or stands behind a marker that is none. */
const warnOfNothing = (
  units: ReadonlyArray<Unit>,
  place: string,
  { prepared: { direction, source: { name, path, version } }, warn }: BodyEnvironment,
): Effect.Effect<void> => {
  const isNothing = units.every((unit) => unit._tag === "Flush" || unit._tag === "Steps" && unit.steps.length === 0)
  return direction === "up" && isNothing && (place === "up" || place === "change")
    ? warn(`${version} ${name}: ${place} says nothing to do, and is recorded as applied: ${path}`)
    : Effect.void
}

/** What a command is called where its own words, which may hold a secret, must not be repeated. */
const spanName = (command: Command): string => command._tag === "Execute" ? "execute" : describe(command)

const runUnit = (unit: Unit, place: string, environment: BodyEnvironment): Effect.Effect<void, Failure> => {
  const { session } = environment
  switch (unit._tag) {
    case "Flush":
      return session.send
    case "Call":
      return Effect.andThen(
        environment.started(unit.command),
        runFunction({ _tag: "Function", place: `execute in ${place}`, way: "forward", call: unit.call }, environment),
      )
    case "Steps":
      return Effect.andThen(
        environment.started(unit.command, unit.steps.length),
        runSteps(unit.steps, unit.command, session),
      )
  }
}

const runSteps = (
  steps: ReadonlyArray<Step>,
  command: Command,
  session: Session,
): Effect.Effect<void, Failure> => {
  const [only] = steps
  return only !== undefined && steps.length === 1
    ? runStep(only, command, session)
    : Effect.forEach(steps, (step) => runStep(step, command, session), { discard: true })
}

const runStep = (step: Step, command: Command, session: Session): Effect.Effect<void, Failure> =>
  step._tag === "Rebuild" ? session.rebuild(step, command) : session.add(step, command)

const runCommands = (
  commands: ReadonlyArray<Command>,
  place: string,
  environment: BodyEnvironment,
): Effect.Effect<void, Failure> =>
  Effect.flatMap(
    compileCommands(commands, environment.prepared.compiler),
    (units) => runUnits(units, place, environment),
  )

const runFunction = Effect.fnUntraced(function*(
  body: Extract<PreparedBody, { readonly _tag: "Function" }>,
  environment: BodyEnvironment,
): Effect.fn.Return<void, Failure> {
  const { place, way } = body
  const { prefix, prepared: { direction, source }, repo, session } = environment
  const collected: Array<Command> = []
  const done = yield* call(body.call, {
    session,
    repo,
    direction,
    prefix,
    place,
    commands: (commands) => {
      if (way === "reversed as a whole") return Effect.sync(() => void collected.push(...commands))
      return Effect.flatMap(inDirection(commands, way), (ready) => runNow(ready, place, environment))
    },
    refuseQueries: way === "reversed as a whole" ? noQueriesBackward : undefined,
  })
  if (!done.ranSomething) {
    yield* environment.warn(`${source.version} ${source.name}: the function ${place} ran no command and no query.`)
  }
  if (collected.length === 0) return
  yield* runCommands(yield* inDirection(collected, way), place, environment)
})

/** What a function yields or awaits is sent at once: what it asks next may depend on it. */
const runNow = (
  commands: ReadonlyArray<Command>,
  place: string,
  environment: BodyEnvironment,
): Effect.Effect<void, Failure> => Effect.andThen(runCommands(commands, place, environment), environment.session.send)

const noQueriesBackward = invalid(
  "A query in `change` cannot be reversed: on the way back the function only says which commands to undo.",
  "Write `up` and `down` instead of `change`, or put the query into execute(function, function).",
)

import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Service from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Headers from "effect/http/Headers"
import * as HttpTraceContext from "effect/http/HttpTraceContext"
import * as Layer from "effect/Layer"
import * as OtlpSerialization from "effect/observability/OtlpSerialization"
import * as OtlpTracer from "effect/observability/OtlpTracer"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"
import type { Environment } from "../config/config-inputs.ts"
import { redactText } from "../config/redact-url.ts"
import { Tracing } from "../run/span.ts"
import { version } from "./version.ts"
import { warn } from "./warn.ts"

/** How long the end of a run waits for a collector at most. */
const patience = "1 second"
/** And when it was interrupted, which is to take no longer than that as a whole. */
const hurry = "200 millis"

/**
 * Work whose spans go to the collector that the variables of OpenTelemetry name. A collector that does not answer keeps
 * nothing waiting but the end, and that not for long; variables that cannot be read are warned of.
 */
export const exportingSpans = <Value, Error, Needs>(
  work: Effect.Effect<Value, Error, Needs>,
  environment: Environment,
  encoding: "json" | "protobuf",
): Effect.Effect<Value, Error, Needs> =>
  Effect.acquireUseRelease(
    Effect.gen(function*() {
      const scope = yield* Scope.make()
      const built = yield* Effect.exit(Layer.buildWithScope(exporter(environment, encoding), scope))
      return { scope, built }
    }),
    ({ built }) => {
      if (Exit.isFailure(built)) {
        const problem = redactText(Cause.pretty(built.cause).split("\n", 1)[0] ?? "")
        return Effect.andThen(
          warn(`No traces are sent, since the variables of OpenTelemetry cannot be read: ${problem}`),
          work,
        )
      }
      const parent = parentOf(environment)
      return work.pipe(
        Effect.provideService(Tracer.Tracer, careful(Service.get(built.value, Tracer.Tracer))),
        Effect.provideService(Tracing, true),
        parent === undefined ? (same) => same : Effect.withParentSpan(parent),
      )
    },
    ({ scope }, exit) => {
      const interrupted = Exit.isFailure(exit) && Cause.hasInterrupts(exit.cause)
      return Effect.ignore(
        Effect.timeoutOption(Effect.interruptible(Scope.close(scope, Exit.void)), interrupted ? hurry : patience),
      )
    },
  )

const exporter = (environment: Environment, encoding: "json" | "protobuf") => {
  const named = environment["OTEL_SERVICE_NAME"] !== undefined
    || /(?:^|,)\s*service\.name=/.test(environment["OTEL_RESOURCE_ATTRIBUTES"] ?? "")
  const resource = { ...named ? {} : { serviceName: "sterna" }, serviceVersion: version }
  const variables = { OTEL_TRACES_EXPORTER: "otlp", OTEL_EXPORTER_OTLP_TIMEOUT: "1000", ...defined(environment) }
  return OtlpTracer.layerFromConfig({ resource }).pipe(
    Layer.provide([
      FetchHttpClient.layer,
      encoding === "json" ? OtlpSerialization.layerJson : OtlpSerialization.layerProtobuf,
      ConfigProvider.layer(ConfigProvider.fromEnv({ env: variables })),
    ]),
  )
}

const defined = (environment: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]))

/** The span that this process was started in, where its parent says so (W3C Trace Context, "traceparent"). */
const parentOf = (environment: Environment): Tracer.ExternalSpan | undefined => {
  const traceparent = environment["TRACEPARENT"]
  return traceparent === undefined
    ? undefined
    : Option.getOrUndefined(HttpTraceContext.w3c(Headers.fromInput({ traceparent })))
}

/** A tracer that is told of failures what they are called: a message may quote a row or a statement. */
const careful = (tracer: Tracer.Tracer): Tracer.Tracer =>
  Tracer.make({
    span: (options) => {
      const span = tracer.span(options)
      const end = span.end.bind(span)
      return Object.assign(span, {
        end: (time: bigint, exit: Exit.Exit<unknown, unknown>) => end(time, withoutValues(exit)),
      })
    },
  })

const withoutValues = (exit: Exit.Exit<unknown, unknown>): Exit.Exit<unknown, unknown> => {
  if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) return exit
  return Exit.fail(new Failed({ message: nameOf(Cause.squash(exit.cause)) }))
}

/** What a failed span says of its failure. */
class Failed extends Data.Error<{ readonly message: string }> {
  override get name(): string {
    return this.message
  }
  override get stack(): string {
    return this.message
  }
}

const nameOf = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return "Error"
  const tag = "_tag" in error ? String(error._tag) : error instanceof Error ? error.name : "Error"
  const reason = "reason" in error && typeof error.reason === "object" && error.reason !== null ? error.reason : error
  const code = "code" in reason && typeof reason.code === "string" ? ` ${reason.code}` : ""
  return `${tag}${code}`
}

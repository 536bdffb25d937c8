import * as Effect from "effect/Effect"
import type { Environment } from "../config/config-inputs.ts"
import { warn } from "./warn.ts"

/**
 * Whether the variables of OpenTelemetry ask for traces: an endpoint is named, and neither is the SDK disabled nor the
 * exporter another (its specification, "Environment Variable Specification"). `sterna` speaks OTLP over HTTP alone.
 */
const wantsTraces = (environment: Environment): boolean => {
  const of = (name: string) => environment[name]?.trim() ?? ""
  const endpoint = of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") || of("OTEL_EXPORTER_OTLP_ENDPOINT")
  return endpoint !== "" && of("OTEL_SDK_DISABLED").toLowerCase() !== "true"
    && (of("OTEL_TRACES_EXPORTER") || "otlp").toLowerCase().split(",").some((name) => name.trim() === "otlp")
}

/** Work whose spans are sent where the environment says; what that needs is loaded only then. */
export const sendingTraces = <Value, Error, Needs>(
  work: Effect.Effect<Value, Error, Needs>,
): Effect.Effect<Value, Error, Needs> => {
  if (!wantsTraces(process.env)) return work
  const protocol = process.env["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] ?? process.env["OTEL_EXPORTER_OTLP_PROTOCOL"]
  if (protocol === "grpc") {
    return Effect.andThen(
      warn("OTEL_EXPORTER_OTLP_PROTOCOL is grpc, and traces go over http alone: none is sent."),
      work,
    )
  }
  return Effect.flatMap(
    Effect.promise(() => import("./trace-exporter.ts")),
    ({ exportingSpans }) => exportingSpans(work, process.env, protocol === "http/protobuf" ? "protobuf" : "json"),
  )
}

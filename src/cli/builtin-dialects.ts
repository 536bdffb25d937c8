import * as Service from "effect/Context"
import type { DialectEntry } from "../dialect/registry.ts"

/** The dialects that the executable carries. */
export class BuiltinDialects
  extends Service.Service<BuiltinDialects, ReadonlyArray<DialectEntry>>()("sterna/cli/BuiltinDialects")
{}

import type { Capabilities } from "../../dialect/capabilities.ts"
import type { Style } from "./style.ts"
import { wrapped } from "./wrapped.ts"

/** A dialect, as `sterna plugins` lists it; of a plugin that cannot be used what is known, and the problem. */
export interface ListedDialect {
  /** `built-in`, or who names the plugin. */
  readonly origin: string
  /** As it is named there. */
  readonly plugin?: string
  /** The file of the plugin; absolute. */
  readonly path?: string
  readonly name?: string
  readonly schemes?: ReadonlyArray<string>
  readonly contract?: number
  readonly capabilities?: Capabilities
  readonly problem?: string
}

/** The dialects for people, without a line end: a paragraph for each. */
export const dialectsText = (dialects: ReadonlyArray<ListedDialect>, style: Style, columns = Infinity): string =>
  dialects.map((dialect) => paragraph(dialect, style, columns)).join("\n\n")

const paragraph = (dialect: ListedDialect, style: Style, columns: number): string => {
  const { capabilities, contract, name, origin, path, plugin, problem, schemes } = dialect
  const can = Object.entries(capabilities ?? {}).filter(([, able]) => able).map(([capability]) => capability)
  const from = plugin === undefined ? origin : `${path ?? plugin} (${origin})`
  const rows: ReadonlyArray<readonly [string, string | undefined]> = [
    ["from", from],
    ["schemes", schemes?.map((scheme) => `${scheme}:`).join(" ")],
    ["contract", contract === undefined ? undefined : String(contract)],
    ["can", capabilities === undefined ? undefined : can.join(", ")],
  ]
  const lines = rows.flatMap(([label, value]) =>
    value === undefined ? [] : [wrapped(`  ${style("dim", label.padEnd(8))}  ${value}`, columns, 12)]
  )
  const broken = problem === undefined ? [] : [`  ${style("red", "broken".padEnd(8))}  ${problem}`]
  return [style("bold", name ?? plugin ?? origin), ...lines, ...broken].join("\n")
}

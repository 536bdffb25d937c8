import type { EffectiveSetting } from "../../config/effective-setting.ts"
import type { Origin } from "../../config/origin.ts"
import type { Style } from "./style.ts"
import { wrapped } from "./wrapped.ts"

/**
 * The settings of a repo as a table: what they are called, what they are, and where that is from.
 *
 * @param columns how wide it may be
 */
export const settingsText = (
  repo: string,
  settings: ReadonlyArray<EffectiveSetting>,
  style: Style,
  columns = Infinity,
): string => {
  const name = widthOf(settings.map((each) => each.name))
  const value = Math.min(widthOf(settings.map(valueText)), widest)
  return [
    "",
    `Repo: ${repo}`,
    "",
    ...settings.flatMap((each) => {
      const said = `  ${each.name.padEnd(name)}  ${valueText(each)}`
      const origin = style("dim", originText(each.origin))
      const row = `${said.padEnd(name + value + 4)}  ${origin}`
      if (Bun.stringWidth(row) <= columns) return [row]
      // What has no room beside its value stands below it.
      const indent = name + 4
      return [said, " ".repeat(indent) + origin].map((line) => wrapped(line, columns, indent))
    }),
    "",
  ].join("\n")
}

/** One that is longer moves its own origin alone. */
const widest = 40

const widthOf = (texts: ReadonlyArray<string>): number => Math.max(0, ...texts.map((text) => text.length))

const valueText = ({ value = "-" }: EffectiveSetting): string => value

/** Where a setting is from: `flag --url`, `variable DATABASE_URL of /app/.env`. */
export const originText = (origin: Origin): string => {
  switch (origin._tag) {
    case "Default":
      return "default"
    case "Url":
      return "from the url"
    case "Config":
      return origin.path
    case "Flag":
      return `flag ${origin.flag}`
    case "Variable": {
      const { envFile, name, secretFile } = origin
      return `variable ${name}${envFile === undefined ? "" : ` of ${envFile}`}`
        + (secretFile === undefined ? "" : `, the file ${secretFile}`)
    }
  }
}

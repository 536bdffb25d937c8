import type { EffectiveSetting } from "../../config/effective-setting.ts"
import type { Origin } from "../../config/origin.ts"
import type { Style } from "./style.ts"

/** The settings of a repo as a table: what they are called, what they are, and where that is from. */
export const settingsText = (repo: string, settings: ReadonlyArray<EffectiveSetting>, style: Style): string => {
  const name = widthOf(settings.map((each) => each.name))
  const value = Math.min(widthOf(settings.map(valueText)), widest)
  return [
    "",
    `Repo: ${repo}`,
    "",
    ...settings.map((each) =>
      `  ${each.name.padEnd(name)}  ${valueText(each).padEnd(value)}  ${style("dim", originText(each.origin))}`
    ),
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

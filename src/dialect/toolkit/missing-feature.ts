import { type Refusal, unsupported } from "../../migration/refusal.ts"
import type { ResolvedCommand } from "../../migration/resolved-command.ts"
import { featuresOfChange, featuresOfColumn } from "./column-features.ts"
import { featuresUsed, type FeatureUse, prefixUsed } from "./feature-use.ts"
import { featureNames } from "./feature.ts"
import type { Grammar } from "./grammar.ts"
import { featuresOfIndex } from "./index-features.ts"

/**
 * Why a database cannot run a command at all: a refusal of kind `unsupported` that names the first feature that the
 * command asks for and the database lacks.
 */
export const missingFeature = (grammar: Grammar, command: ResolvedCommand): Refusal | undefined => {
  for (const { feature, subject } of featuresOf(command, grammar)) {
    const support = grammar.features[feature]
    if (support === true || support === "ignored") continue
    return unsupported(
      `${grammar.database} has no ${featureNames[feature]} (${subject}).`,
      support === false ? undefined : support,
    )
  }
  return undefined
}

const featuresOf = (command: ResolvedCommand, grammar: Grammar): ReadonlyArray<FeatureUse> => {
  switch (command._tag) {
    case "CreateTable": {
      const subject = `table ${command.table.name}`
      return [
        ...prefixUsed(command.table, subject),
        ...featuresUsed(subject, [
          ["table.modifiers", command.modifiers !== undefined],
          ["table.engine", command.engine !== undefined],
          ["table.options", command.options !== undefined],
          ["table.comment", command.comment !== undefined],
        ]),
        ...command.columns.flatMap((column) => featuresOfColumn(column, command.table)),
      ]
    }
    case "AlterTable": {
      const subject = `table ${command.table.name}`
      return [
        ...prefixUsed(command.table, subject),
        ...featuresUsed(subject, [["table.comment", command.comment !== undefined]]),
        ...command.changes.flatMap((change) => featuresOfChange(change, command.table)),
      ]
    }
    case "DropTable": {
      const subject = `table ${command.table.name}`
      return [
        ...prefixUsed(command.table, subject),
        ...featuresUsed(subject, [["table.cascade", command.mode === "cascade"]]),
      ]
    }
    case "RenameTable":
      return [command.table, command.to].flatMap((name) => prefixUsed(name, `table ${name.name}`))
    case "RenameColumn":
    case "UpdateRows":
      return prefixUsed(command.table, `table ${command.table.name}`)
    case "CreateIndex":
      return [
        ...featuresOfIndex(command.index, grammar),
        ...featuresUsed(`index ${command.index.name}`, [["index.createIfNotExists", command.ifNotExists]]),
      ]
    case "DropIndex": {
      const subject = `index ${command.index.name}`
      return [
        ...prefixUsed(command.index.table, subject),
        ...featuresUsed(subject, [
          ["index.concurrently", command.index.concurrently],
          ["index.dropIfExists", command.ifExists],
          ["index.cascade", command.mode === "cascade"],
        ]),
      ]
    }
    case "RenameIndex":
      return featuresOfIndex(command.index, grammar)
  }
}

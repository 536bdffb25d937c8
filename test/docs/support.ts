import * as Result from "effect/Result"
import type { Command } from "sterna"
import type { Features } from "sterna/dialect"
import { features as mysqlFeatures } from "../../plugins/mysql/features.ts"
import { types as mysqlTypes } from "../../plugins/mysql/types.ts"
import { features as postgresFeatures } from "../../plugins/postgres/features.ts"
import { types as postgresTypes } from "../../plugins/postgres/types.ts"
import { features as sqliteFeatures } from "../../plugins/sqlite/features.ts"
import { types as sqliteTypes } from "../../plugins/sqlite/types.ts"
import { type Feature, featureNames } from "../../src/dialect/toolkit/feature.ts"
import { typeText } from "../../src/dialect/toolkit/type-table.ts"
import { builtAnew, compileOne, type DatabaseName, databaseNames } from "./compile-example.ts"
import { optionSamples, type Sample, typeSample, typeSamples } from "./option-samples.ts"

/** The cells of a row: PostgreSQL, MySQL with MariaDB, SQLite. */
type Cells = readonly [postgres: string, mysql: string, sqlite: string]

/** What each database does with an option of a word, found by compiling it. `undefined`: there is no such option. */
export const supportOf = (word: string, option: string): Cells | undefined => {
  // It is part of what a table is built anew with, so that no statement tells.
  if (word === "constraint" && option === "comment") return featureSupport("constraint.comment")
  const sample = optionSamples[word]?.[option]
  return sample === undefined ? undefined : cellsOf((database) => support(sample, database))
}

/** What each database does with a feature, by its dialect's table. */
const featureSupport = (feature: Feature): Cells =>
  cellsOf((database) => {
    const answer = featureTables[database][feature]
    return answer === true ? "yes" : answer === "ignored" ? "passed over" : "refused"
  })

export const featureRows = (): ReadonlyArray<readonly [feature: string, ...Cells]> =>
  Object.entries(featureNames).map(([feature, name]) => [name, ...featureSupport(feature as Feature)])

/** What each type becomes, and the options that change it on some database. */
export const typeRows = (): ReadonlyArray<readonly [type: string, options: string, ...Cells]> =>
  Object.keys(postgresTypes.known).map((type) => [
    code(JSON.stringify(type)),
    Object.entries(typeSamples(type)).filter(([, sample]) =>
      databaseNames.some((database) => support(sample, database) === "yes")
    ).map(([option]) => code(option)).join(", "),
    ...cellsOf((database) =>
      textOf(typeSample(type), database) === undefined ? "refused" : code(typeText(typeTables[database], type, {}))
    ),
  ])

const typeTables = { PostgreSQL: postgresTypes, MySQL: mysqlTypes, MariaDB: mysqlTypes, SQLite: sqliteTypes }

const featureTables: { readonly [Name in DatabaseName]: Features } = {
  PostgreSQL: postgresFeatures,
  MySQL: mysqlFeatures({ flavour: "mysql", version: "8.4" }),
  MariaDB: mysqlFeatures({ flavour: "mariadb", version: "10.11" }),
  SQLite: sqliteFeatures,
}

const cellsOf = (support: (database: DatabaseName) => string): Cells => {
  const mysql = support("MySQL")
  const mariadb = support("MariaDB")
  return [
    support("PostgreSQL"),
    mysql === mariadb ? mysql : `${mysql}; MariaDB: ${mariadb}`,
    support("SQLite"),
  ]
}

const support = ([command, without]: Sample, database: DatabaseName): string => {
  const text = textOf(command, database)
  if (text === undefined) return "refused"
  return text === textOf(without, database) && text !== builtAnew ? "passed over" : "yes"
}

const textOf = (command: Command, database: DatabaseName): string | undefined => {
  const compiled = compileOne(command, database, {})
  if (compiled === undefined) throw new Error(`${command._tag} is decided by a function.`)
  return Result.isFailure(compiled) ? undefined : compiled.success.join(";")
}

const code = (text: string): string => `\`${text}\``

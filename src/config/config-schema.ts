import * as Schema from "effect/Schema"
import { OptionSchemas } from "../migration/command-schema.ts"
import { durationExpected } from "../migration/duration.ts"
import type { Config, RepoConfig, Text } from "./config.ts"

const Name = Schema.NonEmptyString.annotate({ expected: "a text that is not empty" })
const EnvironmentVariable = Schema.Struct({ env: Name })
const TextSchema: Schema.Codec<Text> = Schema.Union([Name, EnvironmentVariable])
  .annotate({ expected: "a text that is not empty, or env(\"NAME\")" })
const DurationSchema = Schema.Union([Schema.Literal(0), TextSchema])
  .annotate({ expected: durationExpected })
const Folders = Schema.Union([TextSchema, Schema.NonEmptyArray(TextSchema)])
  .annotate({ expected: "a folder, or an array of folders" })

// What a table's default may be is judged where it is written as SQL; here it only has to be data.
const Default = Schema.Union([Schema.Json, Schema.BigInt, Schema.TaggedStruct("Fragment", { sql: Schema.String })])
const { primaryKey: _, ...columnFields } = OptionSchemas.Add.fields
const PrimaryKey = Schema.Struct({
  ...columnFields,
  default: Schema.optionalKey(Default),
  name: Schema.optionalKey(Name),
  type: Schema.optionalKey(Name),
})
const ForeignKey = Schema.Struct({
  column: Schema.optionalKey(Name),
  type: Schema.optionalKey(Name),
  prefix: Schema.optionalKey(Name),
})
const Timestamps = Schema.Struct({ ...OptionSchemas.Timestamps.fields, default: Schema.optionalKey(Default) })

const repoFields = {
  url: TextSchema,
  dialect: Schema.optionalKey(TextSchema),
  migrations: Schema.optionalKey(Folders),
  dataMigrations: Schema.optionalKey(Folders),
  migrationSource: Schema.optionalKey(TextSchema),
  migrationRepo: Schema.optionalKey(Name),
  migrationLock: Schema.optionalKey(Schema.Literals(["table", "advisory", false])),
  lockTimeout: Schema.optionalKey(DurationSchema),
  statementLockTimeout: Schema.optionalKey(DurationSchema),
  statementTimeout: Schema.optionalKey(DurationSchema),
  retries: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  migrationPrimaryKey: Schema.optionalKey(Schema.Union([Schema.Literal(false), PrimaryKey])),
  migrationForeignKey: Schema.optionalKey(ForeignKey),
  migrationTimestamps: Schema.optionalKey(Timestamps),
  migrationDefaultPrefix: Schema.optionalKey(Name),
  dumpPath: Schema.optionalKey(TextSchema),
  storage: Schema.optionalKey(Schema.Record(Name, TextSchema)),
  protected: Schema.optionalKey(Schema.Boolean),
}
const RepoSchema: Schema.Codec<RepoConfig> = Schema.Struct(repoFields)

const PluginSchema = Schema.Union([
  Name,
  Schema.Struct({
    from: Name,
    schemes: Schema.NonEmptyArray(Schema.String.check(Schema.isPattern(/^[a-z][a-z0-9+.-]*$/))),
  }),
]).annotate({ expected: "a path or a package, or { from: \"./duckdb.ts\", schemes: [\"duckdb\"] }" })

const configFields = {
  repos: Schema.Record(Name, RepoSchema),
  plugins: Schema.optionalKey(Schema.Array(PluginSchema)),
}

/** A config file's default export. Checked at run time: no compiler has seen the file. */
export const ConfigSchema: Schema.Codec<Config> = Schema.Struct(configFields)

/** The keys that may stand at a path: `[]`, `["repos", name]`, `["repos", name, "migrationTimestamps"]`. */
export const knownKeys = (path: ReadonlyArray<string>): ReadonlyArray<string> => {
  const [, repo, setting] = path
  if (repo === undefined) return Object.keys(configFields)
  if (setting === undefined) return Object.keys(repoFields)
  return Object.keys(nestedFields[setting] ?? EnvironmentVariable.fields)
}

const nestedFields: { readonly [setting: string]: object } = {
  migrationPrimaryKey: PrimaryKey.fields,
  migrationForeignKey: ForeignKey.fields,
  migrationTimestamps: Timestamps.fields,
}

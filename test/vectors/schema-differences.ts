import { differences } from "./differences.ts"

type Server = "postgres" | "mysql"

const bothStatements = "Ecto cannot send two statements at once; here both are run."

const own: { readonly [vector: string]: { readonly [Name in Server]?: string } } = {
  "142_index_concurrently_in_transaction": {
    postgres: "The server refuses what Ecto sends; here the migration is refused before anything is sent.",
  },
  "194_execute_multiple_statements": { postgres: bothStatements, mysql: bothStatements },
  "199_execute_file_multiple_statements": { postgres: bothStatements, mysql: bothStatements },
  "219_irreversible_midway": {
    mysql: "Ecto reverses, for good, what comes after the command without a way back; here nothing is reversed.",
  },
}

/** Where another schema, or another error, comes of other statements. */
const ofStatements: { readonly [Name in Server]: ReadonlyArray<string> } = {
  postgres: [
    "062_column_after_comment",
    "064_collation_modify_with_null_pg",
    "094_alter_modify_primary_key",
    "095_alter_empty",
    "177_rename_table_prefix",
  ],
  mysql: [
    "011_identity_options",
    "044_types_native_pg",
    "084_alter_modify_reference_opts",
    "094_alter_modify_primary_key",
    "097_alter_generated",
    "102_references_types_identity",
    "117_references_validate_false_create",
    "139_index_concurrently",
    "140_index_concurrently_advisory",
    "142_index_concurrently_in_transaction",
    "144_index_using_gin",
    "147_index_include",
    "152_index_options",
    "160_index_drop_concurrently",
    "162_index_rename_prefix",
    "164_constraint_check_not_valid",
    "165_constraint_check_validate_later",
    "185_drop_if_exists_table_cascade",
    "190_execute_2_empty_down",
  ],
}

/** Why a migration ends otherwise than Ecto's on a real server, on purpose. Spelling counts for nothing here. */
export const schemaDifference = (vector: string, server: Server): string | undefined =>
  own[vector]?.[server] ?? (ofStatements[server].includes(vector) ? differences[vector]?.[server] : undefined)

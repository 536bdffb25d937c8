/** Where a migration ends otherwise than Ecto's on a real server, on purpose, and why. Spelling counts for nothing here. */
export const schemaDifferences: {
  readonly [vector: string]: { readonly postgres?: string; readonly mysql?: string }
} = {
  "062_column_after_comment": { postgres: "Ecto leaves `after` out without a word; here it is refused by name." },
  "064_collation_modify_with_null_pg": { postgres: "Ecto writes COLLATE in the wrong place." },
  "094_alter_modify_primary_key": { postgres: "Ecto adds the key once more on the way back." },
  "095_alter_empty": { postgres: "Ecto sends a statement that says nothing." },
  "142_index_concurrently_in_transaction": {
    postgres: "The server refuses what Ecto sends; here the migration is refused before anything is sent.",
  },
  "177_rename_table_prefix": { postgres: "Ecto looks for the table in the wrong schema on the way back." },
  "194_execute_multiple_statements": { postgres: "Ecto cannot send two statements at once; here both are run." },
  "199_execute_file_multiple_statements": { postgres: "Ecto cannot send two statements at once; here both are run." },
}

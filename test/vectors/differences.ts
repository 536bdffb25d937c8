export type Database = "postgres" | "mysql" | "sqlite"

const rebuilt = "Ecto cannot modify a column on SQLite; here the table is built anew."
const dropped = (what: string) => `Ecto leaves ${what} out without a word; here it is refused by name.`
const noIdentity = "Ecto makes a column that gives out no numbers; here the type is refused."
const emptyStatement = "Ecto sends the empty statement; here it means that there is nothing to do."
const emptyAlter = "Ecto sends a statement that says nothing."
const keyOnceMore = "Ecto adds the key once more on the way back."
const bothStatements = "Ecto runs the first statement only; here both are run."
const lockInDrop = "MariaDB takes LOCK=NONE in ALTER TABLE … DROP INDEX only."
const notEnforced = "NOT ENFORCED is a word of MySQL 8, which MariaDB does not know: refused before it is sent."

/** Where Sterna does other than what was recorded, on purpose, and why. */
export const differences: { readonly [vector: string]: { readonly [Name in Database]?: string } } = {
  "011_identity_options": {
    postgres: "Ecto writes a space before the comma.",
    mysql: noIdentity,
    sqlite: noIdentity,
  },
  "017_table_modifiers_unlogged": { sqlite: "Ecto leaves `modifiers` out; here they stand as written (TEMPORARY)." },
  "025_bad_identifier_double_quote": { sqlite: "Ecto sends a broken statement; here the name is refused." },
  "044_types_native_pg": { mysql: "All commands are compiled before the first runs; the third has an array type." },
  "060_default_null_byte": { sqlite: "Ecto sends a broken statement; here the default is refused." },
  "062_column_after_comment": { postgres: dropped("after"), sqlite: dropped("after") },
  "064_collation_modify_with_null_pg": {
    postgres: "Ecto writes COLLATE in the wrong place.",
    sqlite: "The table is built anew, and SQLite has no collation C.",
  },
  "065_collation_mysql": { sqlite: "Ecto leaves `collation` out; here it is written, and SQLite has none of MySQL's." },
  "067_generated_mysql": { sqlite: "Ecto leaves `generated` out; here it is written." },
  "069_sqlite_column_options": { sqlite: "The option is called `collation` on every database, not `collate`." },
  "072_alter_add_not_null_datetime": { sqlite: "Ecto leaves NOT NULL out; here it is written." },
  "074_alter_add_if_not_exists_change": { sqlite: "Ecto has no addIfNotExists on SQLite; here the table is asked." },
  "075_alter_remove_if_exists_change": { sqlite: "Ecto has no removeIfExists on SQLite; here the table is asked." },
  "080_alter_modify_no_from": { sqlite: rebuilt },
  "082_alter_modify_from_tuple": { sqlite: rebuilt },
  "084_alter_modify_reference_opts": {
    mysql: "MariaDB takes no foreign key under the name of one that goes in the same statement.",
    sqlite: rebuilt,
  },
  "085_alter_modify_type_to_reference": { sqlite: rebuilt },
  "087_alter_modify_null_default": { sqlite: rebuilt },
  "089_alter_mixed_reverse_order": { sqlite: rebuilt },
  "092_alter_add_primary_key": { sqlite: "SQLite cannot add a key to a table; here the table is built anew." },
  "094_alter_modify_primary_key": { postgres: keyOnceMore, mysql: keyOnceMore, sqlite: rebuilt },
  "095_alter_empty": { postgres: emptyAlter, mysql: emptyAlter },
  "097_alter_generated": { mysql: "Ecto writes ALWAYS in the wrong place.", sqlite: rebuilt },
  "102_references_types_identity": { mysql: noIdentity, sqlite: noIdentity },
  "105_references_nilify_columns": { sqlite: dropped("the columns of setNull") },
  "107_references_default_columns": { sqlite: dropped("the columns of setDefault") },
  "114_references_match": { sqlite: dropped("match: \"full\"") },
  "115_references_match_partial": { sqlite: dropped("match: \"partial\"") },
  "117_references_validate_false_create": { mysql: dropped("validate: false") },
  "139_index_concurrently": { mysql: lockInDrop },
  "140_index_concurrently_advisory": { mysql: lockInDrop },
  "142_index_concurrently_in_transaction": { mysql: lockInDrop },
  "144_index_using_gin": { mysql: "MariaDB has no expressions in indexes: refused before it is sent." },
  "147_index_include": { mysql: dropped("include") },
  "152_index_options": { mysql: dropped("options"), sqlite: dropped("options") },
  "159_index_drop_if_exists_cascade": { sqlite: dropped("mode: \"cascade\"") },
  "160_index_drop_concurrently": { mysql: lockInDrop },
  "162_index_rename_prefix": { mysql: "Ecto leaves the prefix of the index out." },
  "164_constraint_check_not_valid": { mysql: notEnforced },
  "165_constraint_check_validate_later": { postgres: emptyStatement, mysql: notEnforced },
  "177_rename_table_prefix": { postgres: "Ecto looks for the table in the wrong schema on the way back." },
  "185_drop_if_exists_table_cascade": {
    mysql: "CASCADE means nothing there: refused before it is sent.",
    sqlite: dropped("mode: \"cascade\""),
  },
  "190_execute_2_empty_down": { postgres: emptyStatement, mysql: emptyStatement, sqlite: emptyStatement },
  "194_execute_multiple_statements": { sqlite: bothStatements },
  "199_execute_file_multiple_statements": { sqlite: bothStatements },
}

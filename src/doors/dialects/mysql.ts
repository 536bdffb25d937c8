/** What a plugin imports that extends the dialect of MySQL and MariaDB: the dialect, and what its parts are made of. */
export { default } from "../../../plugins/mysql/dialect.ts"
export { features } from "../../../plugins/mysql/features.ts"
export { grammar } from "../../../plugins/mysql/grammar.ts"

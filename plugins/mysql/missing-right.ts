/** Names the right that a user lacks, and the statement that gives it (MySQL's manual, 8.2.2). */
export function missingRight(number: number, message: string, user: string): string {
  switch (number) {
    case 1290:
    case 1836:
    case 1792:
      return "This server may only be read, as a replica is: connect to the primary one."
    case 1044:
      return withGrant(/to database '([^']*)'/.exec(message)?.[1], message, user)
    case 1142: {
      const [, right, table] = /^(.+?) command denied to user .* for table (.*)$/.exec(message) ?? []
      return right === undefined || table === undefined
        ? `The user ${user} lacks a right.`
        : `The user ${user} lacks the right ${right}: GRANT ${right} ON ${quoted(table)} TO ${
          accountIn(message, user)
        }.`
    }
    case 1227: {
      const [, rights] = /at least one of\) the (.*) privilege/.exec(message) ?? []
      return rights === undefined
        ? `The user ${user} lacks a right.`
        : `The user ${user} lacks the right ${rights}: GRANT ${rights.split(/,| or /i)[0]?.trim()} ON *.* TO ${
          accountIn(message, user)
        }.`
    }
    case 1419:
      return "With the binary log on, a function or a trigger needs the right SUPER, or the server the setting "
        + "log_bin_trust_function_creators."
    default:
      return `The user ${user} lacks a right.`
  }
}

const withGrant = (database: string | undefined, message: string, user: string): string =>
  database === undefined
    ? `The user ${user} lacks a right.`
    : `The user ${user} may not use this database, or not in this way: GRANT ALL ON \`${database}\`.* TO ${
      accountIn(message, user)
    }.`

/** As MariaDB and MySQL name it: `'reader'@'%'`. */
const accountIn = (message: string, user: string): string => /'[^']*'@'[^']*'/.exec(message)?.[0] ?? `'${user}'`

/** `` `db`.`t` `` of MariaDB, `'t'` of MySQL. */
const quoted = (table: string): string => table.startsWith("`") ? table : `\`${table.replaceAll("'", "")}\``

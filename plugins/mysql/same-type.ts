/** The server's own names for types that may be written otherwise (MySQL's manual, 13.9; MariaDB's, "Data Types"). */
const names: { readonly [written: string]: string } = {
  integer: "int",
  boolean: "tinyint(1)",
  bool: "tinyint(1)",
  numeric: "decimal",
  dec: "decimal",
  real: "double",
  "double precision": "double",
  character: "char",
  "character varying": "varchar",
  serial: "bigint unsigned",
}

/** Digits that say how wide a number is shown, and nothing of what it holds; MySQL 8 writes none. */
const shownWidth = /^((?:tiny|small|medium|big)?int)\(\d+\)/

/**
 * Whether a type, as a statement writes it, is the one that `information_schema` shows. A type in words of its own that are
 * not known here is another: better to ask a person than to be wrong.
 */
export const isSameType = (written: string, shown: string): boolean => {
  const [wanted, found] = [plain(written), plain(shown)]
  // MariaDB keeps JSON as text.
  return wanted === found || (wanted === "json" && found === "longtext")
    || (wanted === "decimal" && found === "decimal(10,0)") || (wanted === "tinyint(1)" && found === "tinyint")
}

const plain = (type: string): string => {
  const text = type.toLowerCase().replace(/\s+not null\b|\s+auto_increment\b/g, "").replace(/\s*,\s*/g, ",").trim()
  const [, word = text, rest = ""] = /^([a-z]+(?: precision| varying)?)(.*)$/.exec(text) ?? []
  const known = `${Object.hasOwn(names, word) ? names[word] : word}${rest}`
  return known === "tinyint(1)" ? known : known.replace(shownWidth, "$1")
}

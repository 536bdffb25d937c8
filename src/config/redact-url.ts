/**
 * A URL for people to read: its password, and every parameter that is named like a secret, replaced by `***`. Works on
 * text that is no valid URL as well, and then hides too much rather than too little.
 */
export const redactUrl = (url: string): string => {
  const [, scheme = "", rest = url] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(url) ?? []
  // An unescaped "@", "/" or "?" in a password: what stands before the last "@" may all belong to it.
  const end = rest.lastIndexOf("@")
  const credentials = rest.slice(0, Math.max(end, 0))
  const colon = credentials.indexOf(":")
  const user = colon === -1 ? credentials : `${credentials.slice(0, colon)}:***`
  return scheme + user + redactParameters(rest.slice(Math.max(end, 0)))
}

/**
 * The URL of a repo as it was set, for people to read. What does not begin as a URL does may be a password that stands in
 * the wrong place.
 */
export const redactSetting = (url: string): string => /^[a-z][a-z0-9+.-]*:/i.test(url) ? redactUrl(url) : "***"

/**
 * A message in which URLs may stand, with their secrets replaced. A URL that was taken for a path has lost one of its two
 * slashes.
 */
export const redactText = (text: string): string =>
  redactParameters(text.replaceAll(/([a-z][a-z0-9+.-]*:\/{1,2}[^\s/:@"'`]*:)[^\s"'`]*@/gi, "$1***@"))

/**
 * The same of a text that others have written, what a config has thrown for example: also `password=secret`, and
 * `"password": "secret"`. Not for SQL, which is shown as it was sent.
 */
export const redactMessage = (text: string): string =>
  redactText(
    text.replaceAll(pairs, (_, name: string, sign: string, value: string) => {
      const [quote = ""] = /^["'`]/.exec(value) ?? []
      return `${name}${sign}${quote}***${quote}`
    }),
  )

/** What a driver or a library calls a secret, and its value: a quoted one, or, behind `=`, up to the next blank or mark. */
const pairs = new RegExp(
  String.raw`((?:\b|_)[\w-]*(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key)[\w-]*["']?)`
    + String.raw`(\s*=\s*|\s*:\s*(?=["'\x60]))`
    + String.raw`("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\x60[^\x60]*\x60|[^\s,;&"'\x60)]+)`,
  "gi",
)

const redactParameters = (text: string): string =>
  text.replaceAll(/([?&;][^\s=&#;]*(?:pass|pwd|secret|token|key)[^\s=&#;]*=)[^\s&#;"'`]*/gi, "$1***")

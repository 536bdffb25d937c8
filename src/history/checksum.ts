import { sourceTokens } from "./source-token.ts"

/** The checksum of a file: of its bytes, and of what it says. */
export interface Checksum {
  /** The SHA-256 of the bytes, in hexadecimal. */
  readonly bytes: string
  /** The SHA-256 of the tokens, in hexadecimal. Computed when it is first asked for. */
  readonly tokens: string
}

/** As it is recorded: the version of the scanner, the bytes, the tokens. */
export const written = ({ bytes, tokens }: Checksum): string => `1:${bytes}:${tokens}`

/**
 * The checksum of a file's content.
 *
 * @param extension of the file, with its point: it names the language
 */
export function checksumOf(content: Uint8Array, extension: string): Checksum {
  const bytes = sha256(content)
  let tokens: string | undefined
  return {
    bytes,
    get tokens() {
      tokens ??= tokensDigest(content, extension)
      return tokens
    },
  }
}

/**
 * Whether a file still says what was recorded when it was applied. The tokens are looked at only where the bytes differ.
 * What says nothing never differs: `null` (Ecto's and dbmate's rows) and the format of another version.
 */
export function sameContent(recorded: string | null, current: Checksum): boolean {
  const [, bytes, tokens] = /^1:([0-9a-f]{64}):([0-9a-f]{64})$/.exec(recorded ?? "") ?? []
  return bytes === undefined || bytes === current.bytes || tokens === current.tokens
}

/**
 * Line breaks are made equal first, also in strings: git changes them on the way. The byte order mark does not count.
 * Each token has its length before it, so that no two lists of tokens look the same.
 */
function tokensDigest(content: Uint8Array, extension: string): string {
  const text = decoded(content)?.replaceAll("\r\n", "\n")
  if (text === undefined) return sha256(content)
  const tokens = sourceTokens(text, extension)
  return tokens === undefined ? sha256(`text ${text}`) : sha256OfTokens(tokens)
}

/** Piece by piece: the tokens of a large file take many times its room. */
function sha256OfTokens(tokens: Iterable<string>): string {
  const hasher = new Bun.CryptoHasher("sha256")
  let piece = ""
  let between = ""
  for (const token of tokens) {
    piece += `${between}${token.length} ${token}`
    between = "\n"
    if (piece.length < 65_536) continue
    hasher.update(piece)
    piece = ""
  }
  return hasher.update(piece).digest("hex")
}

/** `undefined` for what is no UTF-8. */
function decoded(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content)
  } catch {
    return undefined
  }
}

const sha256 = (content: Uint8Array | string): string => new Bun.CryptoHasher("sha256").update(content).digest("hex")

/** The beginning of a file's SHA-256 in a recorded checksum, enough to tell two files apart: git shows as much. */
export const shortChecksum = (checksum: string): string =>
  (/^1:([0-9a-f]{12})/.exec(checksum)?.[1] ?? checksum).slice(0, 12)

/** What keeps a file from being written or read, as the system's code says: a clause that ends a sentence. */
export const systemProblem = (code: string): string => `${clauses[code] ?? "the system refused it"} (${code})`

const clauses: { readonly [code: string]: string } = {
  ENOSPC: "no space is left there",
  EDQUOT: "the quota of this user is used up",
  EFBIG: "it would be larger than a file may be",
  EIO: "the device failed",
  EROFS: "its file system may only be read",
  EACCES: "this user may not",
  EPERM: "this user may not",
  ENOENT: "it, or its folder, does not exist",
  ENOTDIR: "what stands for its folder is none",
  EISDIR: "it is a folder",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
}

/** A machine as Node names it. */
export interface Machine {
  readonly os: string
  readonly cpu: string
  /** The C library, on Linux. */
  readonly libc: "glibc" | "musl" | undefined
}

/** The machine that this runs on. */
export const thisMachine = (): Machine => {
  const { arch: cpu, platform: os } = process
  return { os, cpu, libc: os === "linux" ? libcOf() : undefined }
}

/** What the runtime itself was linked against: only glibc has a version in the report (Node.js, "Diagnostic report"). */
function libcOf(): "glibc" | "musl" {
  // Bun's types do not have it. Names of hosts are nobody's concern here, and asking for them takes time.
  Object.assign(process.report, { excludeNetwork: true })
  const report: { readonly header?: { readonly glibcVersionRuntime?: string } } = process.report.getReport()
  return report.header?.glibcVersionRuntime === undefined ? "musl" : "glibc"
}

/** In words: `linux x64 glibc`. */
export const describeMachine = ({ cpu, libc, os }: Machine): string =>
  [os, cpu, ...libc === undefined ? [] : [libc]].join(" ")

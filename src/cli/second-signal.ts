import { dlopen, ptr } from "bun:ffi"

/** How systems lay out `struct sigaction` (their `signal.h`): where its flags stand, and the flag `SA_RESETHAND`. */
const layouts = {
  linux: { flags: 136, resetHand: 0x8000_0000, library: ["libc.so.6", `libc.musl-${machine()}.so.1`] },
  darwin: { flags: 12, resetHand: 0x4, library: ["libSystem.B.dylib"] },
}

/**
 * Has the system end this process by the next signal of that number but one, whatever the process does then: code that loops
 * without a pause, or a write that nobody reads, keeps the runtime from calling a signal's handler. The first one still goes
 * to the handler, which calls this again, so that it decides about the second where it has its turn. Best effort: where the
 * system's own library cannot be called, such a process ends by `SIGKILL` alone.
 */
export const endBySecond = (signal: number): void => {
  const system = process.platform === "linux" || process.platform === "darwin" ? layouts[process.platform] : undefined
  if (system === undefined) return
  const action = new Uint8Array(256)
  const call = sigaction(system.library)
  if (call?.(signal, null, ptr(action)) !== 0) return
  const view = new DataView(action.buffer)
  view.setUint32(system.flags, view.getUint32(system.flags, true) | system.resetHand, true)
  call(signal, ptr(action), null)
}

let found: ReturnType<typeof open>

const sigaction = (libraries: ReadonlyArray<string>) => found ??= open(libraries)

const open = (libraries: ReadonlyArray<string>) => {
  for (const library of libraries) {
    try {
      return dlopen(library, { sigaction: { args: ["i32", "ptr", "ptr"], returns: "i32" } }).symbols.sigaction
    } catch {
      // Another C library, or none that may be called.
    }
  }
  return undefined
}

function machine(): string {
  return process.arch === "arm64" ? "aarch64" : "x86_64"
}

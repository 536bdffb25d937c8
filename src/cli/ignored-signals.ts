import { readFileSync } from "node:fs"
import { constants } from "node:os"

/**
 * Whether this process was started with a signal ignored, as `nohup` does it: then it stays ignored. Linux says so in
 * `/proc/self/status`; elsewhere none is.
 */
export const isIgnored = (signal: "SIGHUP" | "SIGINT" | "SIGTERM"): boolean => {
  try {
    const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1] ?? "0"
    return (BigInt(`0x${mask}`) >> BigInt(constants.signals[signal] - 1)) % 2n === 1n
  } catch {
    return false
  }
}

import { closeSync, openSync, readSync } from "node:fs"

/** What an executable of Linux asks for before it runs: elf(5), of 64 bits, the lowest byte first. */
export interface Needs {
  /** The path of the program that loads it and its libraries (`PT_INTERP`). */
  readonly loader: string
  /** The names of its libraries (`DT_NEEDED`), in their order. */
  readonly libraries: ReadonlyArray<string>
}

const segment = { load: 1, dynamic: 2, interpreter: 3 } as const
const tag = { needed: 1n, names: 5n } as const

/** Reads the headers of an executable, not its code. Throws where it is none of Linux's, or needs no libraries. */
export function needsOf(path: string): Needs {
  const file = openSync(path, "r")
  try {
    const bytes = (offset: number, length: number): DataView => {
      const buffer = new Uint8Array(length)
      readSync(file, buffer, 0, length, offset)
      return new DataView(buffer.buffer)
    }
    const header = bytes(0, 64)
    if (header.getUint32(0) !== 0x7F454C46) throw new Error(`${path} is no ELF file.`)
    const size = header.getUint16(54, true)
    const segments = Array.from({ length: header.getUint16(56, true) }, (_, index) => {
      const entry = bytes(Number(header.getBigUint64(32, true)) + index * size, size)
      return {
        type: entry.getUint32(0, true),
        offset: Number(entry.getBigUint64(8, true)),
        address: Number(entry.getBigUint64(16, true)),
        length: Number(entry.getBigUint64(32, true)),
      }
    })
    const one = (type: number) => {
      const found = segments.find((each) => each.type === type)
      if (found === undefined) throw new Error(`${path} has no segment of type ${type}.`)
      return found
    }
    const place = (address: number): number => {
      const held = segments.find((each) =>
        each.type === segment.load && each.address <= address && address < each.address + each.length
      )
      return held === undefined ? address : address - held.address + held.offset
    }
    const text = (offset: number): string => new TextDecoder().decode(bytes(offset, 256)).split("\0", 1)[0] ?? ""
    const dynamic = one(segment.dynamic)
    const table = bytes(dynamic.offset, dynamic.length)
    const entries = Array.from({ length: dynamic.length / 16 }, (_, index) => ({
      tag: table.getBigUint64(index * 16, true),
      value: Number(table.getBigUint64(index * 16 + 8, true)),
    }))
    const names = place(entries.find((each) => each.tag === tag.names)?.value ?? 0)
    return {
      loader: text(one(segment.interpreter).offset),
      libraries: entries.filter((each) => each.tag === tag.needed).map(({ value }) => text(names + value)),
    }
  } finally {
    closeSync(file)
  }
}

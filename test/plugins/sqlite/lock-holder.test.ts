import { expect, test } from "bun:test"
import { holdersOf } from "../../../plugins/sqlite/lock-holder.ts"

const locks = `1: POSIX  ADVISORY  WRITE 4711 fe:00:1048 1073741825 1073741825
2: POSIX  ADVISORY  READ 4711 fe:00:1048 1073741826 1073742335
2: -> POSIX  ADVISORY  WRITE 5000 fe:00:1048 1073741825 1073741825
3: POSIX  ADVISORY  READ  12 00:2d:1048 1073741826 1073742335
4: POSIX  ADVISORY  WRITE 13 fe:00:1049 1073741825 1073741825
5: POSIX  ADVISORY  WRITE 14 fe:00:1048 0 EOF
6: FLOCK  ADVISORY  WRITE 15 fe:00:1048 0 EOF
7: OFDLCK ADVISORY  WRITE -1 fe:00:1048 1073741825 1073741825
8: POSIX  ADVISORY  WRITE 0 fe:00:1048 1073741825 1073741825
`

test("the holders of a file's locks are read from the list of the system", () => {
  expect(holdersOf(locks, { inode: 1048n, first: 2 ** 30, last: 2 ** 30 + 511 })).toEqual([
    { pid: 4711, writes: true },
    { pid: 4711, writes: false },
    { pid: 12, writes: false },
  ])
})

test("where there is no list, there is no holder", () => {
  expect(holdersOf("", { inode: 1048n, first: 2 ** 30, last: 2 ** 30 + 511 })).toEqual([])
})

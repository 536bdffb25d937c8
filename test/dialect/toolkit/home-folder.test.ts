import { expect, test } from "bun:test"
import { homeFolder } from "../../../src/dialect/toolkit/home-folder.ts"

const nobody = () => {
  throw new Error("ENOENT: no such file or directory, uv_os_homedir")
}

test.each<[string, string | undefined, () => string, string]>([
  ["HOME", "/home/ada", () => "/root", "/home/ada"],
  ["the one of the system's user, without HOME", undefined, () => "/root", "/root"],
  ["the one of the system's user, with an empty HOME", "", () => "/root", "/root"],
  ["none, of a user without a name", undefined, nobody, "/nonexistent"],
  ["none, where the system's user has an empty one", undefined, () => "", "/nonexistent"],
])("%s", (_, HOME, systemHome, home) => {
  expect(homeFolder({ HOME }, systemHome)).toBe(home)
})

import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** The links of a page that lead nowhere: to a file that is not there, or to no heading. */
export const brokenLinks = (page: string): ReadonlyArray<string> =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^https?:/.test(link)) return []
    const [path = "", anchor] = link.split("#")
    const target = path === "" ? page : join(dirname(page), path)
    const leads = existsSync(target) && (anchor === undefined || anchorsOf(target).has(anchor))
    return leads ? [] : [link]
  })

const proseOf = (page: string): string => readFileSync(page, "utf8").replace(/^```[^]*?^```$/gm, "")

/** The anchors of a page, as GitHub makes them of its headings. */
const anchorsOf = (page: string): ReadonlySet<string> =>
  new Set(
    [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
    ),
  )

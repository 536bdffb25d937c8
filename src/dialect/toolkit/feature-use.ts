import type { QualifiedName } from "../../migration/qualified-name.ts"
import type { Feature } from "./feature.ts"

/** A feature that a command asks for, and the object that it is asked for: `index posts_title_index`. */
export interface FeatureUse {
  readonly feature: Feature
  readonly subject: string
}

/** The features of a list that are asked for. */
export const featuresUsed = (
  subject: string,
  asked: ReadonlyArray<readonly [feature: Feature, used: boolean]>,
): ReadonlyArray<FeatureUse> => asked.flatMap(([feature, used]) => used ? [{ feature, subject }] : [])

/** A prefix, where a name has one. */
export const prefixUsed = (name: QualifiedName, subject: string): ReadonlyArray<FeatureUse> =>
  featuresUsed(subject, [["prefix", name.prefix !== undefined]])

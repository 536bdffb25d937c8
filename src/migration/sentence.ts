/** A message as a sentence: servers and thrown errors end theirs without a full stop. */
export const sentence = (text: string): string => /[.!?…]$/.test(text) ? text : `${text}.`

/** The secret of a link, or the secret alone, as somebody pasted it. */
export const codeOf = (pasted: string): string => pasted.trim().replace(/^.*#/, '')

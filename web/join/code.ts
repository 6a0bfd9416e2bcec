/** The secret in a pasted link, or the pasted secret itself. */
export const codeOf = (pasted: string): string => pasted.trim().replace(/^.*#/, '')

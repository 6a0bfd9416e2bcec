const LINK = /\bhttps?:\/\/\S|\bwww\.\S/i

/** Whether a body has a link: for `has:link`, and for the list of a room’s links. */
export const hasLink = (body: string): boolean => LINK.test(body)

/** The wire's version. A page that was built for another one offers to reload instead of guessing. */
export const PROTOCOL = 1

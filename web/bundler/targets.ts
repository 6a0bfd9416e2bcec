/** The oldest browsers that the page is built for. `test/browsers.test.ts` checks the built page against them. */
export const TARGETS = { chrome: 123, firefox: 128, safari: 17.5 }

/** The path below which this chat is served: empty, or as in `/chat`. All scripts lie in `assets` there. */
export const basePath = new URL('..', import.meta.url).pathname.slice(0, -1)

/** Loads a part of the page, its scripts and its styles; Vite calls it for every `import()`. */
const parts = new Map<string, Promise<void>>()

export async function __vitePreload<T>(load: () => Promise<T>, paths: string[] = []): Promise<T> {
  await Promise.all(paths.map(once))
  return load()
}

function once(path: string): Promise<void> {
  const part =
    parts.get(path) ??
    (path.endsWith('.css') ? loadStyle : fetchScript)(`/${path}`).catch((error: unknown) => {
      // The next one who needs it asks again.
      parts.delete(path)
      throw error
    })
  parts.set(path, part)
  return part
}

/**
 * Into the browser's cache. A browser never asks again for a script that it could not load once: what was wanted while
 * the network was away would be missing until the next reload.
 */
async function fetchScript(path: string): Promise<void> {
  const answer = await fetch(path)
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(path)
}

async function loadStyle(path: string): Promise<void> {
  // Those of the page itself are there.
  if (document.querySelector(`link[href="${path}"]`)) return
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = path
  await new Promise((done, fail) => {
    link.onload = done
    link.onerror = () => {
      link.remove()
      fail(new Error(path))
    }
    document.head.append(link)
  })
}

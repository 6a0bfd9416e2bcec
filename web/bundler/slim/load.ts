/** Loads a part of the page, its scripts and its styles; Vite calls it for every `import()`. */
import { basePath } from '../../browser/base-path.ts'
import { priority } from '../../browser/calmly.ts'

const parts = new Map<string, Promise<void>>()

export async function __vitePreload<T>(load: () => Promise<T>, needs: string[] = []): Promise<T> {
  // Vite names what a part needs. The part's own script is named only in the call itself.
  const [, script] = /import\(.\.\/([^)]+\.js)/.exec(String(load)) ?? []
  await Promise.all([...needs, ...(script === undefined ? [] : [`assets/${script}`])].map(once))
  return load()
}

function once(path: string): Promise<void> {
  const part =
    parts.get(path) ??
    (path.endsWith('.css') ? loadStyle : fetchScript)(`${basePath}/${path}`).catch((error: unknown) => {
      // The next caller that needs it asks again.
      parts.delete(path)
      throw error
    })
  parts.set(path, part)
  return part
}

/**
 * Loads a script into the browser's cache. A browser never asks again for a module that failed to load: a part
 * requested while the network was away would be missing until the next reload.
 */
async function fetchScript(path: string): Promise<void> {
  if (document.querySelector(`script[src="${path}"]`)) return
  const answer = await fetch(path, { priority: priority() })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(path)
}

async function loadStyle(path: string): Promise<void> {
  // The page's own styles are loaded already.
  if (document.querySelector(`link[href="${path}"]`)) return
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = path
  link.fetchPriority = priority()
  await new Promise((done, fail) => {
    link.onload = done
    link.onerror = () => {
      link.remove()
      fail(new Error(path))
    }
    document.head.append(link)
  })
}

/** Loads a part of the page, its scripts and its styles; Vite calls it for every `import()`. */
const fetched = new Map<string, Promise<void>>()
const styles = new Map<string, Promise<void>>()

export async function __vitePreload<T>(load: () => Promise<T>, paths: string[] = []): Promise<T> {
  await Promise.all(paths.map((path) => (path.endsWith('.css') ? loadStyle(path) : fetchScript(path))))
  return load()
}

/**
 * Into the browser's cache. A browser never asks again for a script that it could not load once: what was wanted while
 * the network was away would be missing until the next reload.
 */
async function fetchScript(path: string): Promise<void> {
  const fetching = fetched.get(path) ?? ask(path)
  fetched.set(path, fetching)
  await fetching
}

async function ask(path: string): Promise<void> {
  try {
    const answer = await fetch(`/${path}`)
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${path} could not be loaded.`)
  } catch (error) {
    fetched.delete(path)
    throw error
  }
}

async function loadStyle(path: string): Promise<void> {
  // Those of the page itself are there.
  if (!styles.has(path) && document.querySelector(`link[href="/${path}"]`)) return
  const loading = styles.get(path) ?? begin(path)
  styles.set(path, loading)
  await loading
}

async function begin(path: string): Promise<void> {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = `/${path}`
  await new Promise<void>((done, fail) => {
    link.onload = () => done()
    link.onerror = () => {
      // The next one who needs it asks again.
      styles.delete(path)
      link.remove()
      fail(new Error(`${path} could not be loaded.`))
    }
    document.head.append(link)
  })
}

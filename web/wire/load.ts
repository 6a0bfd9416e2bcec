/** Loads a part of the page with its styles; Vite calls it for every `import()`. Scripts load each other by themselves. */
const styles = new Map<string, Promise<void>>()

export async function __vitePreload<T>(load: () => Promise<T>, paths: string[] = []): Promise<T> {
  const [part] = await Promise.all([load(), ...paths.filter((path) => path.endsWith('.css')).map(loadStyle)])
  return part
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

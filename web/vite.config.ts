import { type Plugin, defineConfig } from 'vite'

const here = import.meta.dirname

export default defineConfig({
  root: here,
  base: '/',
  publicDir: false,
  cacheDir: `${here}/../node_modules/.cache/vite`,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [paintWhenReady(), noWebTransport()],
  build: {
    outDir: `${here}/../dist/page`,
    emptyOutDir: true,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // The content security policy allows neither inline scripts nor images out of nowhere.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
})

/** The first paint waits for the script: it holds the theme and the messages, so there is no flash of the wrong or of nothing. */
function paintWhenReady(): Plugin {
  const handler = (html: string) => html.replace('<script type="module"', '<script blocking="render" type="module"')
  return { name: 'paint-when-ready', transformIndexHtml: { order: 'post', handler } }
}

/** The client connects by WebSocket or by polling. The third way is left out: 1 kB of a first visit. */
function noWebTransport(): Plugin {
  return {
    name: 'no-web-transport',
    transform: {
      filter: { id: /\/node_modules\/engine\.io-client\/build\/esm\/transports\/index\.js$/ },
      handler: (code) => code.replace(/^import \{ WT \}.*$/m, '').replace('webtransport: WT,', ''),
    },
  }
}

import { gemoji } from 'gemoji'
import { type Plugin, defineConfig } from 'vite'

const here = import.meta.dirname

/** What is drawn around the room for who is in, with the first picture. Nothing that another language needs before it is known. */
const AROUND = [
  'protocol/banned',
  'web/(?:words-around|warm-up)',
  'web/rooms/(?:around|header-buttons|sidebar|room-link|order|here|you|connection-bar|lasting|title|keys|links-in-chat|typing)',
  'web/timeline/(?:draft-row|announcer|hear-rows|walk-rows|newest-button|plain-words|quoted|reactions|reacting|edits|mentions)',
  'web/composer/(?:notes?|assist|paste|drafts|slots|edit-last)',
  'web/completion/word-at',
  'web/ui/(?:theme-switch|own)',
]

export default defineConfig({
  root: here,
  base: '/',
  publicDir: false,
  cacheDir: `${here}/../node_modules/.cache/vite`,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [
    paintWhenReady(),
    compiledBeforehand(),
    fewTransports(),
    textAlone(),
    plainLoading(),
    fewerWords(),
    plainModules(),
  ],
  build: {
    outDir: `${here}/../dist/page`,
    emptyOutDir: true,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // The content security policy allows neither inline scripts nor images out of nowhere.
    // Only styles have to be named to `wire/load.ts`: scripts load each other by themselves.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) =>
        hostType === 'html' ? files : files.filter((file) => file.endsWith('.css')),
    },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // What of the Socket.IO client is not used does nothing by merely being there.
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => !/\/(?:engine|socket)\.io-client\//.test(id) },
      // One file for what every part stands on: it packs better than three.
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /\/node_modules\/@?preact\/|\/protocol\/(?:limits|times)|\/web\/(?:words|language|overlay|panel)\.ts/,
            },
            // All that who is in needs before the first picture: one file comes sooner than twenty.
            {
              name: 'around',
              includeDependenciesRecursively: false,
              test: new RegExp(`/(?:${AROUND.join('|')})\\.(?:tsx?|css)$`),
            },
          ],
        },
      },
    },
  },
})

/** The first paint waits for the script: it holds the theme and the messages, so there is no flash of the wrong or of nothing. */
function paintWhenReady(): Plugin {
  const handler = (html: string) => html.replace('<script type="module"', '<script blocking="render" type="module"')
  return { name: 'paint-when-ready', transformIndexHtml: { order: 'post', handler } }
}

/** Of the first files most is called at once: a browser that knows it compiles them beside the page, and not when it is to be drawn. */
function compiledBeforehand(): Plugin {
  return {
    name: 'compiled-beforehand',
    generateBundle: {
      order: 'post',
      handler: (_, files) => {
        for (const file of Object.values(files)) {
          if (file.type === 'chunk' && /^(?:index|base|around)$/.test(file.name))
            file.code = `//# allFunctionsCalledOnLoad\n${file.code}`
        }
      },
    },
  }
}

/** The client connects by WebSocket or by polling with `fetch`. The third way and the older manner of polling are left out: 2 kB. */
function fewTransports(): Plugin {
  return {
    name: 'few-transports',
    transform: {
      filter: {
        id: /\/node_modules\/engine\.io-client\/build\/esm\/transports\/(?:index|polling-fetch|websocket)\.js$/,
      },
      handler: (code) =>
        code
          .replace(/^import \{ WT \}.*$/m, '')
          .replace('webtransport: WT,', '')
          .replace(/^import \{ XHR \}.*$/m, "import { Fetch as XHR } from './polling-fetch.js'")
          // What a socket is made with outside of a browser.
          .replace(/pick\(this\.opts, "agent"[^)]*\)/, '{}')
          // Our own server knows us by the cookie.
          .replace('"omit"', '"same-origin"'),
    },
  }
}

/** Everything travels as text between addresses that a browser can parse: what the library brings for all else is left out. */
function textAlone(): Plugin {
  const OWN: Record<string, string> = {
    'socket.io-parser': 'socket-parser.ts',
    'engine.io-parser': 'engine-parser.ts',
    './contrib/parseuri.js': 'parse-uri.ts',
    './contrib/backo2.js': 'no-backoff.ts',
  }
  return {
    name: 'text-alone',
    enforce: 'pre',
    // Asked for as a whole, it would bring the bundler's own file for such wholes: one more to wait for.
    transform: {
      filter: { id: /\/node_modules\/socket\.io-client\/build\/esm\/manager\.js$/ },
      handler: (code) =>
        code.replace(
          'import * as parser from',
          'const parser = { Encoder, Decoder }; import { Encoder, Decoder } from',
        ),
    },
    resolveId: (id) => (OWN[id] === undefined ? undefined : `${here}/wire/${OWN[id]}`),
  }
}

/** Vite's own way to load a part also foresees browsers and files that this page never meets: 1 kB. */
function plainLoading(): Plugin {
  return {
    name: 'plain-loading',
    enforce: 'post',
    resolveId: {
      order: 'pre',
      handler: (id) => (id === '\0vite/preload-helper.js' ? `${here}/wire/load.ts` : undefined),
    },
  }
}

/** Of each emoji the page needs itself, its names and what it also stands for: half the list. */
function fewerWords(): Plugin {
  const few = gemoji.map(({ emoji, names, tags }) => ({ emoji, names, tags }))
  return {
    name: 'fewer-words',
    load: {
      filter: { id: /\/node_modules\/gemoji\/index\.js$/ },
      handler: () => `export const gemoji = ${JSON.stringify(few)}`,
    },
  }
}

/** The code colouring comes in the old kind of modules. Written in the new kind, the first visit needs nothing for the old: 0.4 kB. */
function plainModules(): Plugin {
  return {
    name: 'plain-modules',
    enforce: 'pre',
    transform: {
      filter: { id: /\/node_modules\/highlight\.js\/lib\/(?:core|languages\/\w+)\.js$/ },
      handler: (code) => code.replace(/^module\.exports = (\w+);$/m, 'export default $1;'),
    },
  }
}

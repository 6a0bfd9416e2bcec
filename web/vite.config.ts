import { defineConfig } from 'vite'
import { CHUNKS, modulesOf } from './bundler/chunks.ts'
import { installable } from './bundler/installable.ts'
import { compiledBeforehand, paintWhenReady, plainImports, stylesAnywhere } from './bundler/output.ts'
import { fewTransports, fewerWords, plainLoading, plainModules, textAlone } from './bundler/slim-libraries.ts'
import { TARGETS } from './bundler/targets.ts'

const here = import.meta.dirname

export default defineConfig({
  root: here,
  base: '/',
  // The base path is known only at run time: `server/http/page.ts` and `bundler/slim/load.ts` put it in front.
  publicDir: false,
  cacheDir: `${here}/../node_modules/.cache/vite`,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [
    paintWhenReady(),
    compiledBeforehand(),
    plainImports(),
    fewTransports(),
    textAlone(),
    plainLoading(),
    fewerWords(),
    plainModules(),
    stylesAnywhere(),
    installable(),
  ],
  // The worker that highlights code.
  worker: { format: 'es', plugins: () => [plainModules()] },
  build: {
    outDir: `${here}/../dist/page`,
    emptyOutDir: true,
    target: Object.entries(TARGETS).map(([browser, version]) => `${browser}${version}`),
    // The content security policy allows neither inline scripts nor inlined images. Styles have to be named to
    // `bundler/slim/load.ts`, while scripts load each other by themselves. `soon` is named too: most later parts need it,
    // so it must be fetched as safely as they are.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) =>
        hostType === 'html' ? files : files.filter((file) => /\.css$|\/soon-/.test(file)),
    },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Unused modules of the Socket.IO client have no side effects.
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => !/\/(?:engine|socket)\.io-client\//.test(id) },
      output: {
        // The names of all later parts are in the first script, and a hash does not compress.
        entryFileNames: 'assets/[name]-[hash:7].js',
        chunkFileNames: 'assets/[name]-[hash:7].js',
        assetFileNames: 'assets/[name]-[hash:6][extname]',
        codeSplitting: {
          groups: [
            // All parts of a first visit, in one file.
            { name: 'index', test: modulesOf(['web/main.tsx']) },
            { name: 'soon', includeDependenciesRecursively: false, test: modulesOf(CHUNKS.soon) },
            { name: 'shell', includeDependenciesRecursively: false, test: modulesOf(CHUNKS.shell) },
            { name: 'offline', includeDependenciesRecursively: false, test: modulesOf(CHUNKS.offline) },
            { name: 'rest', includeDependenciesRecursively: false, test: modulesOf(CHUNKS.rest) },
            // Another language in one file, and the words of several parts: `words-arabic`, `words-dialogs`.
            {
              name: (id) => `words-${/\/web\/words\/(?:english\/)?(\w+)/.exec(id)?.[1]}`,
              includeDependenciesRecursively: false,
              test: /\/web\/words\/(?:(?!english\/)\w+\/(?!emoji-names\.)|(?:english\/)?(?:actions|dialogs|files|finding)\.)/,
            },
          ],
        },
      },
    },
  },
})

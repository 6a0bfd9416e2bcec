/** The page's first paint and compilation, and the paths in its styles. */
import type { Plugin } from 'vite'
import { edit } from './edits.ts'

/** The first paint waits for the script, which holds the theme and the messages, so that nothing wrong flashes. */
export function paintWhenReady(): Plugin {
  const handler = (html: string) =>
    edit(html, 'index.html', [['<script type="module"', '<script blocking="render" type="module"']])
  return { name: 'paint-when-ready', transformIndexHtml: { order: 'post', handler } }
}

/** Most first functions are called at once. A browser that knows this compiles them during the download. */
export function compiledBeforehand(): Plugin {
  return {
    name: 'compiled-beforehand',
    generateBundle: {
      order: 'post',
      handler(_, files) {
        for (const file of Object.values(files)) {
          if (file.type === 'chunk' && /^(?:index|shell)$/.test(file.name))
            file.code = `//# allFunctionsCalledOnLoad\n${file.code}`
        }
      },
    },
  }
}

/**
 * A part is loaded by `async () => { let { Part: a } = await import(…); return { Part: a } }`. The import alone does the
 * same, and is half as long: 0.4 kB.
 */
export function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    generateBundle: {
      order: 'post',
      handler(_, files) {
        let found = 0
        for (const file of Object.values(files)) {
          if (file.type !== 'chunk') continue
          file.code = file.code.replace(WRAPPED_IMPORT, (_whole, _name, _local, plain: string) => {
            found++
            return `()=>${plain}`
          })
        }
        if (found === 0) throw new Error('The bundler wraps no import any more')
      },
    },
  }
}

const WRAPPED_IMPORT =
  /async\(\)=>\{let\{([\w$]+):([\w$]+)\}=await (import\(`[^`]+`\)(?:\.then\([\w$]+=>[\w$]+\.[\w$]+\))?);return\{\1:\2\}\}/g

/** Styles name their files by relative paths, so that they work below any path. */
export function stylesAnywhere(): Plugin {
  return {
    name: 'styles-anywhere',
    generateBundle: {
      order: 'post',
      handler(_, files) {
        for (const file of Object.values(files)) {
          if (file.type === 'asset' && file.fileName.endsWith('.css'))
            file.source = String(file.source).replaceAll('url(/assets/', 'url(')
        }
      },
    },
  }
}

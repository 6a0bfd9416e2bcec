/** Leaves out unused parts of the page's libraries. */
import { gemoji } from 'gemoji'
import type { Plugin } from 'vite'
import { type Edit, edit, editing } from './edits.ts'

const SLIM = `${import.meta.dirname}/slim`

/** Leaves out methods of classes as the libraries print them, with four spaces. */
const without = (...names: string[]): Edit[] =>
  names.map((name) => [new RegExp(String.raw`^ {4}(?:get )?${name}\([^)]*\) \{\n[^]*?^ {4}\}\n`, 'm'), ''])

/** Leaves out everything from one piece of text to another, which stays. */
const between = (from: string, to: string): Edit => [new RegExp(`${escaped(from)}[^]*?(?=${escaped(to)})`), '']

const escaped = (text: string): string => text.replace(/[^\w\s]/g, String.raw`\$&`)

/** The address and the transports of the page's one connection. */
const FROM_HERE = `
  this.secure = location.protocol === 'https:'
  this.hostname = location.hostname
  this.port = location.port || (this.secure ? '443' : '80')
  this.transports = [...opts.transports]
  this._transportsByName = DEFAULT_TRANSPORTS
`

/** As the library sets them in a browser. */
const TIMERS = `
  obj.setTimeoutFn = setTimeout.bind(self)
  obj.clearTimeoutFn = clearTimeout.bind(self)
`

/**
 * The client connects to the page's own server, by WebSocket or by polling with `fetch`. WebTransport, XHR polling,
 * other servers and options outside of a browser are left out: 3 kB.
 */
export const fewTransports = (): Plugin =>
  editing('few-transports', {
    'engine.io-client/build/esm/transports/index.js': [
      [/^import \{ WT \}.*$/m, ''],
      ['webtransport: WT,', ''],
      [/^import \{ XHR \}.*$/m, "import { Fetch as XHR } from './polling-fetch.js'"],
    ],
    'engine.io-client/build/esm/transports/polling-fetch.js': [
      // Our own server identifies users by the cookie, and the browser keeps it.
      ['this.opts.withCredentials ? "include" : "omit"', '"same-origin"'],
      [/\(_a = this\.socket\._cookieJar\).*/g, ''],
    ],
    'engine.io-client/build/esm/util.js': [
      [/^const NATIVE_.*$/gm, ''],
      [/^function utf8Length[^]*?^\}/m, 'const utf8Length = (text) => new TextEncoder().encode(text).length'],
      [/if \(opts\.useNativeTimers\) \{[^]*?else \{([^]*?)\n {4}\}/, TIMERS],
    ],
    'engine.io-client/build/esm/globals.js': [
      [/\(\(\) => \{\s+const isPromise[^]*?\n\}\)\(\)/, '(cb) => Promise.resolve().then(cb)'],
      [/\(\(\) => \{\s+if \(typeof self[^]*?\n\}\)\(\)/, 'self'],
    ],
    'engine.io-client/build/esm/transports/websocket.js': [
      // Options for a socket outside of a browser.
      [/isReactNative\s+\? \{\}\s+: pick\(this\.opts, "agent"[^)]*\)/, '{}'],
      between('return !isReactNative', 'new WebSocketCtor(uri, protocols)'),
      [/new WebSocketCtor\(uri, protocols\)[^]*?;/, 'return new WebSocketCtor(uri);'],
      ['globalThis.WebSocket || globalThis.MozWebSocket', 'WebSocket'],
    ],
    'engine.io-client/build/esm/socket.js': [
      // The browser's own address is the server's.
      [/^import \{ parse \}.*$/m, ''],
      between('if (uri && "object" === typeof uri)', 'installTimerFunctions(this, opts)'),
      [/this\.secure =[^]*?(?=this\.opts = Object)/, FROM_HERE],
      ['agent: false,', ''],
      [/rejectUnauthorized: true,\s+perMessageDeflate: \{[^}]*\},/, ''],
      ['closeOnBeforeunload: false,', ''],
      [/if \(this\.opts\.autoUnref\) \{[^}]*\}/, ''],
      ['this.emitReserved("packetCreate", packet);', ''],
      ['this.emitReserved("heartbeat");', ''],
      ['this.emitReserved("handshake", data);', ''],
      ['this.emitReserved("pong");', ''],
      ['this.emitReserved("message", packet.data);', ''],
      between('if (typeof this.opts.query === "string")', 'if (withEventListeners)'),
      between('if (this.opts.closeOnBeforeunload)', 'if (this.hostname !== "localhost")'),
      between('if (this._beforeunloadEventListener)', 'if (this._offlineEventListener)'),
      between('if (this.opts.withCredentials)', 'this._open();'),
      between('if (this._upgrades.indexOf("webtransport")', 'transport.open();\n        }\n    }'),
      ['transport.open();\n        }\n    }', 'transport.open();\n    }'],
      ...without('send'),
    ],
  })

/**
 * All data is text, and `client/connection.ts` reconnects by itself, in one namespace. The library's code for other
 * cases is left out: 3 kB.
 */
export function textAlone(): Plugin[] {
  const own: Record<string, string> = {
    'socket.io-parser': 'socket-parser.ts',
    'engine.io-parser': 'engine-parser.ts',
  }
  const missing = new Set(Object.keys(own))
  return [
    editing('text-alone', {
      'socket.io-client/build/esm/manager.js': [
        // A namespace import would bring the bundler's helper file for such imports: one more file to wait for.
        ['import * as parser from', 'const parser = { Encoder, Decoder }; import { Encoder, Decoder } from'],
        [/^import \{ Backoff \}.*$/m, ''],
        between('this.reconnection(opts.reconnection', 'this.timeout(null =='),
        ['this.backoff.reset();', ''],
        [/if \(this\.opts\.autoUnref\) \{[^}]*\}/, ''],
        [/if \(uri && "object"[^}]*\}/, ''],
        [/if \(this\._reconnection && !this\.skipReconnect\) \{[^}]*\}/, ''],
        ['this.maybeReconnectOnOpen();', ''],
        ['on(socket, "ping", this.onping.bind(this)), ', ''],
        ...without('reconnection', 'reconnectionAttempts', 'reconnectionDelay', 'randomizationFactor'),
        ...without('reconnectionDelayMax', 'maybeReconnectOnOpen', 'reconnect', 'onreconnect', 'onping'),
        ...without('connect', 'disconnect'),
      ],
      'socket.io-client/build/esm/socket.js': [
        [/if \(this\.io\._autoConnect\)\s+this\.open\(\);/, ''],
        [/if \(this\._opts\.retries && [^]*?\n {8}\}/, ''],
        ['this._drainQueue(true);', ''],
        [/this\.notifyOutgoingListeners\(packet\);/g, ''],
        [/if \(this\._anyListeners && [^]*?\n {8}\}/, ''],
        [/"It seems you are trying[^"]*"/, '"old server"'],
        [/if \(this\._pid && args\.length[^}]*\}/, ''],
        [/this\._pid\s+\? Object[^]*?: data/, 'data'],
        ['this.recovered = pid && this._pid === pid;', ''],
        [/this\._pid = pid;.*/, ''],
        // The server asks for no acknowledgements.
        [/if \(null != packet\.id\) \{[^}]*\}/, ''],
        ...without('open', 'close', 'disconnected', 'send', 'emitWithAck', '_addToQueue', '_drainQueue', 'ack'),
        ...without('compress', 'volatile', 'onAny', 'prependAny', 'offAny', 'listenersAny', 'onAnyOutgoing'),
        ...without('prependAnyOutgoing', 'offAnyOutgoing', 'listenersAnyOutgoing', 'notifyOutgoingListeners'),
      ],
    }),
    {
      name: 'own-parsers',
      enforce: 'pre',
      resolveId(id) {
        const file = own[id]
        missing.delete(id)
        return file === undefined ? undefined : `${SLIM}/${file}`
      },
      buildEnd(error) {
        if (!error && missing.size > 0) throw new Error(`No library asks for ${[...missing].join(', ')} any more`)
      },
    },
  ]
}

/** Vite's own loader also handles browsers and files that this page never meets: 1 kB. */
export function plainLoading(): Plugin {
  let isAsked = false
  return {
    name: 'plain-loading',
    enforce: 'post',
    resolveId: {
      order: 'pre',
      handler(id) {
        if (id !== '\0vite/preload-helper.js') return undefined
        isAsked = true
        return `${SLIM}/load.ts`
      },
    },
    buildEnd(error) {
      if (!error && !isAsked) throw new Error('Vite does not ask for its preload helper any more')
    },
  }
}

/** For each emoji the page needs the emoji itself, its group, its names and its tags: half the list. */
export function fewerWords(): Plugin {
  const few = gemoji.map(({ emoji, names, tags, category }) => ({ emoji, names, tags, category }))
  return {
    name: 'fewer-words',
    load: {
      filter: { id: /\/node_modules\/gemoji\/index\.js$/ },
      handler: () => `export const gemoji = ${JSON.stringify(few)}`,
    },
  }
}

/** The code highlighter comes as CommonJS. Turned into ES modules, it needs no helper on the first visit: 0.4 kB. */
export function plainModules(): Plugin {
  return {
    name: 'plain-modules',
    enforce: 'pre',
    transform: {
      filter: { id: /\/node_modules\/highlight\.js\/lib\/(?:core|languages\/\w+)\.js$/ },
      handler(code, id) {
        const [, name = ''] = /^module\.exports = (\w+);$/m.exec(code) ?? []
        return edit(code, id, [[/^module\.exports = \w+;$/m, `export default ${name};`]])
      },
    },
  }
}

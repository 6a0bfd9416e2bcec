/** Serves the page beside this file, and the Socket.IO client it needs, on a port of its own. */
import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const client = join(fileURLToPath(import.meta.resolve('socket.io-client/package.json')), '../dist/socket.io.min.js')
const files: Record<string, { path: string; type: string }> = {
  '/': { path: join(import.meta.dirname, 'index.html'), type: 'text/html; charset=utf-8' },
  '/socket.io.min.js': { path: client, type: 'text/javascript; charset=utf-8' },
}

const server = createServer((request, response) => {
  const file = files[new URL(request.url ?? '/', 'http://localhost').pathname]
  if (file === undefined) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, { 'content-type': file.type })
  createReadStream(file.path).pipe(response)
})
server.listen(Number(process.argv[2] ?? 5051), 'localhost', () => {
  console.log(`http://localhost:${(server.address() as AddressInfo).port}`)
})

/** A server in a process of its own that takes uploads as Earshot does, and throws their bytes away. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response.statusCode = request.method === 'PATCH' ? 204 : 200
    response.end(request.method === 'PATCH' ? undefined : '{"token":"none","id":"none"}')
  })
})
server.listen(0, '127.0.0.1', () => console.log(`http://localhost:${(server.address() as AddressInfo).port}`))

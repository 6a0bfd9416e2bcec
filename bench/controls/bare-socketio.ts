/** Socket.IO alone: each message goes out to all clients. Nothing is checked, kept or acknowledged. */
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const io = new Server(http, { serveClient: false, perMessageDeflate: false })
io.on('connection', (socket) => socket.on('message', (body: string) => io.emit('message', body)))
http.listen(0, '127.0.0.1', () => console.log(`http://localhost:${(http.address() as { port: number }).port}`))
process.on('SIGTERM', () => process.exit(0))

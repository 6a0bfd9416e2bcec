import { createInterface } from 'node:readline'
import { io } from 'socket.io-client'

const room = io(process.argv[2] ?? 'http://localhost:5050')
room.on('message', (message: string) => console.log(message))
for await (const line of createInterface({ input: process.stdin })) room.emit('message', line)

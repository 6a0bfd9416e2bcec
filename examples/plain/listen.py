import socketio, sys
room = socketio.Client()
room.on('message', lambda message: print(message, flush=True))
room.connect(sys.argv[1] if len(sys.argv) > 1 else 'http://localhost:5050')
for line in sys.stdin: room.send(line.strip())

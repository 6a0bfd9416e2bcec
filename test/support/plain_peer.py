"""Somebody on the plain door who runs the Python client: orders as JSON lines on stdin, what happens as JSON lines on stdout."""
import json
import sys
import threading

import socketio

url, transport, auth = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
client = socketio.Client(reconnection=False)
one_at_a_time = threading.Lock()


def tell(**what):
    with one_at_a_time:
        print(json.dumps(what), flush=True)


# One parameter: a second argument from the server would raise TypeError here.
@client.on('message')
def message(body):
    tell(heard=body)


@client.on('*')
def other(event, *rest):
    tell(other=event)


@client.event
def connect_error(refusal):
    tell(refused=refusal)


try:
    client.connect(url, transports=[transport], auth=auth)
except socketio.exceptions.ConnectionError:
    sys.exit(3)
tell(connected=client.transport())

for line in sys.stdin:
    client.emit('message', json.loads(line), callback=lambda result: tell(answer=result))
client.disconnect()

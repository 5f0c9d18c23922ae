import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What a client may have asked on one connection and not got yet. */
const mostWaiting = 32;

/** What is parsed before it is looked whether the connection is still there: Node parses 64 KiB at once, which are thousands of requests. */
const sliceBytes = 2048;

type Turn = readonly [IncomingMessage, ServerResponse];

/**
 * Answers the requests of a connection one after the other, where Node hands them all over at once: the next one begins when the answer
 * before it has left the process. Who sends more than 32 ahead loses the connection.
 */
export function answerInTurn(server: Server): void {
  const handlers = server.listeners('request') as RequestListener[];
  const lines = new WeakMap<Socket, Turn[]>();

  const begin = ([request, response]: Turn, line: Turn[]) => {
    response.once('close', () => {
      line.shift();
      if (line[0] && !request.socket.destroyed) begin(line[0], line);
    });
    for (const handler of handlers) handler(request, response);
  };

  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const { socket } = request;
    if (socket.destroyed) return;
    const line = lines.get(socket) ?? [];
    lines.set(socket, line);
    if (line.push([request, response]) > mostWaiting) socket.destroy();
    else if (line.length === 1) begin(line[0]!, line);
  });
  server.on('greeted', parseInSlices);
}

/** Stands between the socket and Node's parser, which listens to a connection that has greeted. */
function parseInSlices(socket: Socket): void {
  const parsers = socket.listeners('data') as ((chunk: Buffer) => void)[];
  socket.removeAllListeners('data');
  socket.on('data', (chunk) => {
    for (let at = 0; at < chunk.length && !socket.destroyed; at += sliceBytes)
      for (const parse of parsers) parse.call(socket, chunk.subarray(at, at + sliceBytes));
  });
}

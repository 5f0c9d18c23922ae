import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Maximum number of unanswered requests on one connection. */
const mostWaiting = 32;

/**
 * Bytes parsed before checking again that the connection is still open. Node parses 64 KiB in one go, which can hold
 * thousands of requests.
 */
const sliceBytes = 2048;

type Turn = readonly [IncomingMessage, ServerResponse];

/**
 * Answers the requests of a connection one after the other, where Node hands over all of them immediately. The next one
 * begins when the previous answer has left the process. A client with more than 32 unanswered ones is disconnected.
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

/** Sits between the socket and Node's parser, which listens to a connection that has greeted. */
function parseInSlices(socket: Socket): void {
  const parsers = socket.listeners('data') as ((chunk: Buffer) => void)[];
  socket.removeAllListeners('data');
  socket.on('data', (chunk) => {
    for (let at = 0; at < chunk.length && !socket.destroyed && !socket.writableEnded; at += sliceBytes)
      for (const parse of parsers) parse.call(socket, chunk.subarray(at, at + sliceBytes));
  });
}

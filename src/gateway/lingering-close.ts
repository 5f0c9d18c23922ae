import { STATUS_CODES, type Server } from 'node:http';
import { Socket } from 'node:net';

const longestMs = 2_000;
const mostBytes = 4_194_304;
const mostAtOnce = 100;
let atOnce = 0;

const statuses: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** Lingers over a connection whose last answer is sent before its request is read to the end. */
export function lingerOverUnread(server: Server): void {
  server.prependListener('request', (request) => {
    const { socket } = request;
    // Node calls this once the last answer of a connection is written.
    socket.destroySoon = () => {
      if (request.complete) Socket.prototype.destroySoon.call(socket);
      else closeLingering(socket);
    };
  });
}

/** Answers what is no HTTP, or more of it than is read. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = statuses[error.code ?? ''] ?? 400;
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  closeLingering(socket);
}

/**
 * Ends our side of a connection and drops what the client still sends, for at most 2 s and 4 MiB, over at most 100
 * connections. One that is closed with unread bytes is reset, and the client may lose the answer.
 */
function closeLingering(socket: Socket): void {
  if (socket.destroyed) return;
  const destroy = () => void socket.destroy();
  if (atOnce >= mostAtOnce) return void socket.end(destroy);
  atOnce += 1;
  const timer = setTimeout(destroy, longestMs);
  socket.once('close', () => {
    clearTimeout(timer);
    atOnce -= 1;
  });
  let left = mostBytes;
  socket.removeAllListeners('data').on('data', ({ length }: Buffer) => {
    left -= length;
    if (left < 0) destroy();
  });
  socket.once('end', destroy).end();
  socket.resume();
}

import type { Socket } from 'node:net';
import { beginsProxyHeader, InvalidProxyHeader, readProxyHeader, type ProxiedSource } from './proxy-header.ts';

/** A proxy sends the header with its first segment. */
const limitMs = 5_000;

/** Reads the header at the beginning of a connection and leaves what follows unread. @throws InvalidProxyHeader */
export function awaitProxyHeader(socket: Socket): Promise<ProxiedSource | undefined> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const timer = setTimeout(
      () => settle(() => reject(new InvalidProxyHeader('the header did not arrive in time'))),
      limitMs,
    );
    const onClose = () => settle(() => reject(new InvalidProxyHeader('the connection has ended')));
    const settle = (done: () => void) => {
      clearTimeout(timer);
      socket.removeListener('data', onData).removeListener('close', onClose).pause();
      done();
    };
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      try {
        const header = readProxyHeader(bytes);
        if (!header) return;
        settle(() => undefined);
        socket.unshift(bytes.subarray(header.length));
        resolve(header.source);
      } catch (error) {
        settle(() => reject(error as Error));
      }
    };
    socket.on('data', onData).once('close', onClose);
  });
}

/** Calls `refuse` when a client that is not a proxy sends a header. Other listeners still get all data. */
export function watchForProxyHeader(socket: Socket, refuse: () => void): void {
  let bytes = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    const begins = beginsProxyHeader(bytes);
    if (begins === undefined) return;
    socket.removeListener('data', onData);
    if (begins) refuse();
  };
  socket.on('data', onData);
}

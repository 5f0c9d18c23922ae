import type { Socket } from 'node:net';
import { beginsProxyHeader, InvalidProxyHeader, readProxyHeader, type ProxiedSource } from './proxy-header.ts';

/** A proxy sends it with its first segment. */
const limitMs = 5_000;

/** Takes the header from the beginning of a connection and leaves there what follows it. Rejects with InvalidProxyHeader. */
export function awaitProxyHeader(socket: Socket): Promise<ProxiedSource | undefined> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const timer = setTimeout(() => settle(() => reject(new InvalidProxyHeader('it does not come'))), limitMs);
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

/** Calls `refuse` when somebody sends a header who is no proxy; what is sent goes on to whoever else listens. */
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

import type { Duplex } from 'node:stream';

/**
 * Returns what is to be called before each write: everything written in one turn of the event loop leaves with one
 * system call, at the end of that turn.
 */
export function batchedWrites(socket: Duplex): () => void {
  let isBatching = false;
  return () => {
    if (isBatching) return;
    isBatching = true;
    socket.cork();
    process.nextTick(() => {
      isBatching = false;
      socket.uncork();
    });
  };
}

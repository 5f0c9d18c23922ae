import { once } from 'node:events';
import { connect } from 'node:net';

/** Whether anything accepts connections at this port of this machine, or at this socket of its file system. */
export async function isListening(at: number | string): Promise<boolean> {
  const socket = typeof at === 'string' ? connect(at) : connect({ host: '127.0.0.1', port: at });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

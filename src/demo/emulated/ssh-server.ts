import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import ssh2, { type Connection } from 'ssh2';
import { generateSshKeyPair, type SshKeyPair } from '../../ssh/keys.ts';
import { firstFreePort, loopback } from '../loopback-port.ts';

/** The SSH server of an emulated instance: its listener can be switched off and on, and its host key can change. */
export class EmulatedSshServer {
  private readonly connections = new Set<Socket>();
  private sshServer: ssh2.Server;
  private listener?: Server;
  private listeningPort = 0;

  private constructor(
    /** What follows `SSH-2.0-`. */
    private readonly ident: string,
    private readonly serve: (connection: Connection) => void,
    private hostKey: SshKeyPair,
  ) {
    this.sshServer = this.newSshServer();
  }

  /** Listens on a free port immediately. */
  static async start(ident: string, serve: (connection: Connection) => void): Promise<EmulatedSshServer> {
    const server = new EmulatedSshServer(ident, serve, await generateSshKeyPair('ed25519'));
    server.listeningPort = await firstFreePort((port) => server.listen(port));
    return server;
  }

  get port(): number {
    return this.listeningPort;
  }

  get isOn(): boolean {
    return this.listener !== undefined;
  }

  hostKeys(): string[] {
    return [this.hostKey.publicKey.split(' ').slice(0, 2).join(' ')];
  }

  async replaceHostKeys(): Promise<void> {
    this.hostKey = await generateSshKeyPair('ed25519');
    this.sshServer = this.newSshServer();
  }

  async powerOff(): Promise<void> {
    const listener = this.listener;
    this.listener = undefined;
    if (listener === undefined) return;
    const closed = once(listener, 'close');
    listener.close();
    this.dropConnections();
    await closed;
  }

  async powerOn(): Promise<void> {
    if (this.isOn) return;
    if (!(await this.listen(this.port))) throw new Error(`port ${this.port} was taken by another program`);
  }

  /** Ends every connection immediately, whatever it is doing. */
  dropConnections(): void {
    for (const socket of this.connections) socket.destroy();
  }

  private newSshServer(): ssh2.Server {
    return new ssh2.Server({ hostKeys: [this.hostKey.privateKey.reveal()], ident: this.ident }, (connection) => {
      connection.on('error', () => undefined);
      this.serve(connection);
    });
  }

  // A listener of our own instead of ssh2's, so that its sockets can be ended immediately.
  private async listen(port: number): Promise<boolean> {
    const listener = createServer({ noDelay: true }, (socket) => this.admit(socket));
    listener.listen(port, loopback, 1024);
    try {
      await once(listener, 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
      throw error;
    }
    this.listener = listener;
    return true;
  }

  private admit(socket: Socket): void {
    this.connections.add(socket);
    socket.once('close', () => this.connections.delete(socket));
    this.sshServer.injectSocket(socket);
  }
}

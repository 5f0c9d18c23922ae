import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import ssh2, { type AuthContext, type Connection } from 'ssh2';
import type { Members } from '../support/api-clients.ts';

/** A fake server with the host key and the credential of an earlier one. It answers each command with `in`. */
export class EarlierServer {
  private constructor(
    private readonly listener: ReturnType<typeof createServer>,
    readonly port: number,
  ) {}

  /** `credential`: the current value of the server's secret. */
  static async start(hostKey: string, credential: () => Promise<Members>): Promise<EarlierServer> {
    const server = new ssh2.Server({ hostKeys: [hostKey] }, (connection) => serve(connection, credential));
    const listener = createServer((socket) => server.injectSocket(socket));
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new EarlierServer(listener, (listener.address() as AddressInfo).port);
  }

  stop(): void {
    this.listener.close();
  }
}

function serve(connection: Connection, credential: () => Promise<Members>): void {
  connection.on('error', () => undefined);
  connection.on('authentication', (context) => {
    void credential().then((current) => (isProven(context, current) ? context.accept() : context.reject()));
  });
  connection.on('session', (accept) => {
    accept().on('exec', (acceptCommand) => {
      const channel = acceptCommand();
      channel.write('in\n');
      channel.exit(0);
      channel.end();
    });
  });
}

function isProven(context: AuthContext, { UserName, Password, PublicKey }: Members): boolean {
  if (context.username !== UserName) return false;
  if (context.method === 'password') return context.password === Password;
  return context.method === 'publickey' && String(PublicKey).includes(context.key.data.toString('base64'));
}

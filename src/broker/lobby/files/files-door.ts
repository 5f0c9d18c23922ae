import { Injectable, Logger } from '@nestjs/common';
import type { ConnectableAccount } from '../../../bastionhost/bastionhost.api.ts';
import { ConnectableAccounts } from '../../../bastionhost/connectable-accounts.api.ts';
import type { Login } from '../../../ssh/listener.ts';
import type { Engineer } from '../../engineer.ts';
import type { Serve } from '../../local/doors.ts';
import { LocalClient } from '../../local/local-client.ts';
import { SessionRegistry } from '../../session/session-registry.ts';
import { FileServer } from './file-server.ts';
import type { SftpChannel } from './target-files.ts';

/** The lobby's door for SFTP. Each target that is entered is a session like any other. */
@Injectable()
export class FilesDoor {
  private readonly logger = new Logger('broker');

  constructor(
    private readonly accounts: ConnectableAccounts,
    private readonly sessions: SessionRegistry,
  ) {}

  /** Serves one channel of this engineer. */
  async serve(login: Login<Engineer>, ...[stream, complain]: Parameters<Serve>): Promise<void> {
    const { user } = login.identity;
    const server = new FileServer(
      stream,
      complain,
      (page) => this.accounts.list(user, page),
      async (account) => this.open(login, account),
    );
    try {
      await server.serve();
      stream.end(() => stream.destroy());
    } catch (error) {
      const left = stream.destroyed;
      stream.destroy();
      if (!left) this.logger.warn({ message: 'SFTP ended', user: user.userName, cause: String(error) });
    }
  }

  /** The session ends with its stream, and the stream with its session. */
  private open({ identity, source }: Login<Engineer>, { hostAccountId }: ConnectableAccount): SftpChannel {
    const leg = new LocalClient({ kind: 'subsystem', name: 'sftp' });
    const target = { kind: 'account', hostAccountId: hostAccountId! } as const;
    void this.sessions.begin({ leg, source, identity: { ...identity, target } });
    return { stream: leg.stream, said: () => lastLine(leg.errors.bytes().toString()) };
  }
}

/** The session's own line stands after what the server may have written. */
function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1)!;
  return line.replace(/^sallyport: /, '');
}

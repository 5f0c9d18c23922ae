import { Injectable, Logger } from '@nestjs/common';
import type { AuthenticatedUser, GrantedHost } from '../../bastionhost/bastionhost.api.ts';
import { ConnectionPermits } from '../../bastionhost/connection-permits.api.ts';
import { HostCertificates } from '../../bastionhost/host-certificates.api.ts';
import type { Login } from '../../ssh/listener.ts';
import type { Source } from '../../ssh/authenticator.ts';
import type { TcpipTarget } from '../../ssh/tcpip-target.ts';
import type { Engineer } from '../engineer.ts';
import type { Serve } from '../local/doors.ts';
import { ForbiddenAddresses } from '../outbound/forbidden-addresses.ts';
import { NoConnection } from '../outbound/no-connection.ts';
import { SessionRegistry } from '../session/session-registry.ts';
import { AccountAuthentication, type JumpLogin } from './account-authentication.ts';
import { JumpLogins } from './jump-logins.ts';

const sshPort = 22;

/** Who jumps, and from where. */
type Jumper = Pick<Login<Engineer>, 'identity' | 'source'>;

/** A refusal, as the client shows it. */
interface Refused {
  readonly refusal: string;
}

/**
 * The way on from the lobby with `ssh -J`, `-W` and `-D`: to granted hosts only, by SSH only. The connection ends here,
 * in an SSH server for one host; who logs in to it is connected to an account of that host, in a session like any
 * other. Nothing that a client names is ever resolved or dialled.
 */
@Injectable()
export class JumpDoor {
  private readonly logger = new Logger('broker');

  constructor(
    private readonly permits: ConnectionPermits,
    private readonly certificates: HostCertificates,
    private readonly logins: JumpLogins,
    private readonly sessions: SessionRegistry,
    private readonly forbidden: ForbiddenAddresses,
  ) {}

  /** How a connection there is served, or why it is not. Never rejects. */
  async open(jumper: Jumper, dialled: TcpipTarget): Promise<Serve | Refused> {
    try {
      return await this.decide(jumper, dialled);
    } catch (error) {
      this.logger.error({ message: 'jump refused', ...factsOf(jumper, dialled), cause: String(error) });
      return refused(new NoConnection('ServiceUnavailable').message);
    }
  }

  private async decide({ identity, source }: Jumper, { host: name, port }: TcpipTarget): Promise<Serve | Refused> {
    const { user, errands } = identity;
    if (errands.length > 0) return refused('something has to be done first; log in with a terminal and without -J');
    const host = await this.permits.findHost(user, name);
    if (!host) return refused(new NoConnection('TargetNotGranted').message);
    if (port !== host.port && port !== sshPort) return refused(`only SSH is connected, on port ${host.port}`);
    if (await this.forbidden.includes(host)) return refused(new NoConnection('AddressForbidden').message);
    const { hostKey, admit } = await this.logins.ready();
    const certificate = await this.certificates.certify(user, name, hostKey);
    return (stream) => admit(stream, source, this.handlerFor(user, source, host), certificate);
  }

  private handlerFor(user: AuthenticatedUser, source: Source, host: GrantedHost) {
    return {
      authenticator: new AccountAuthentication(this.permits, user, host),
      onLogin: ({ leg, hostKeys, identity: { account, typed } }: Login<JumpLogin>) => {
        const target = { kind: 'named', readings: [{ account, host: host.hostId }] } as const;
        void this.sessions.begin({ leg, hostKeys, source, identity: { user, target, errands: [] }, typed });
      },
    };
  }
}

function refused(reason: string): Refused {
  return { refusal: `sallyport: ${reason}` };
}

function factsOf({ identity, source }: Jumper, { host, port }: TcpipTarget) {
  return { user: identity.user.userName, source: source.address, host, port };
}

import { once } from 'node:events';
import { createServer } from 'node:net';
import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

/** What a bind, a search and an extended operation, which StartTLS is, are answered: success, or protocolError. */
const answers: Readonly<Record<number, readonly [operation: number, result: number]>> = {
  0x60: [0x61, 0],
  0x63: [0x65, 0],
  0x77: [0x78, 2],
};

/**
 * There is no Active Directory here: this stand-in accepts every bind and search, has no StartTLS, and keeps what it
 * was sent. LDAP itself is tested with a real directory, in verify-instance-ldap-auth-server.spec.ts.
 */
class AcceptingDirectory {
  private readonly requests: Buffer[] = [];
  private readonly server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (request) => {
      this.requests.push(request);
      // The id of the message is its fifth byte, since it has one byte of length; what it asks for is the sixth.
      const [, , , , id, operation] = request;
      const known = answers[operation!];
      if (!known) return void socket.destroy();
      const [answer, result] = known;
      socket.write(Buffer.from([0x30, 12, 2, 1, id!, answer, 7, 10, 1, result, 4, 0, 4, 0]));
    });
  }).listen(0, '127.0.0.1');

  async port(): Promise<number> {
    if (!this.server.listening) await once(this.server, 'listening');
    return (this.server.address() as { port: number }).port;
  }

  sent(): string {
    return Buffer.concat(this.requests.splice(0)).toString('latin1');
  }

  close(): void {
    this.server.close();
  }
}

const bastion = await newAccount();
const directory = new AcceptingDirectory();

describe('VerifyInstanceADAuthServer', () => {
  let ad: Members;
  beforeAll(async () => {
    const server = { Server: '127.0.0.1', Port: await directory.port(), IsSSL: 'false' };
    ad = { ...server, Domain: 'corp.example', Account: 'reader', BaseDN: 'dc=corp,dc=example', Password: 'Bind-1' };
  });
  afterAll(() => directory.close());

  const verify = (parameters: Members = {}) => bastion.call('VerifyInstanceADAuthServer', { ...ad, ...parameters });

  it.each([
    ['reader', 'reader@corp.example'],
    ['reader@other.example', 'reader@other.example'],
    ['CORP\\reader', 'CORP\\reader'],
    ['cn=reader,dc=corp,dc=example', 'cn=reader,dc=corp,dc=example'],
  ])('binds as %s by the name %s, and looks for users under the base DN', async (Account, name) => {
    await verify({ Account, Filter: '(objectclass=user)' });
    const sent = directory.sent();
    expect(sent).toContain(`${name}\x80\x06Bind-1`);
    expect(sent).toContain('dc=corp,dc=example');
  });

  it.each<[string, Members, string]>([
    ['no password', { Password: undefined }, 'MissingPassword'],
    ['no domain', { Domain: undefined }, 'MissingDomain'],
    ['no word on SSL', { IsSSL: undefined }, 'MissingIsSSL'],
    ['a domain with a blank', { Domain: 'a b' }, 'InvalidParameter'],
    ['a filter that is none', { Filter: '(' }, 'InvalidParameter'],
    ['a port that nobody listens on', { Port: 1 }, 'AuthServerNotUsable'],
    ['a server without a certificate', { IsSSL: 'true' }, 'AuthServerNotUsable'],
    ['an unknown instance', { InstanceId: 'other' }, 'Commodity.BizError.InvalidStatus'],
  ])('refuses %s', async (_, parameters, code) => {
    const refused = await refusal(verify(parameters));
    expect(refused).toMatchObject({ code, status: 400 });
    expect(refused.message).not.toContain('Bind-1');
  });
});

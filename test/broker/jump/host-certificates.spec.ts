import type { Outcome } from '../../../src/demo/openssh-client.ts';
import { BrokerHostKeys } from '../../../src/broker/host-keys.ts';
import { describeWithSshd } from '../../support/requirements.ts';
import { BrokerUnderTest, type Server } from '../broker-under-test.ts';
import { knowing } from './jump-client.ts';

const megabytes = 8;

describeWithSshd('the host key that a client is shown behind the bastion', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    await broker.engineer('alice', [web]);
  });
  afterAll(() => broker.stop());

  const printed = async (): Promise<string[]> => (await broker.bastionhost('ListHostAuthorities')).KnownHosts;

  /** A client that asks nothing and takes no key but what these lines say. */
  async function ssh(host: string, lines: readonly string[], options: readonly string[] = []): Promise<Outcome> {
    const login = await knowing(broker, lines, ['LogLevel VERBOSE', ...options]);
    return broker.client.ssh(login, 'cat', { destination: host, input: Buffer.alloc(1000), flags: ['-v'] });
  }

  // OpenSSH takes a host's id for the number of an address.
  const names = (): [string, string][] => [
    ['its name', 'web-01'],
    ['its name in another case', 'WEB-01'],
    ['its address', '127.0.0.1'],
    ['the id of its ECS instance', web.instanceId],
  ];

  it('is taken with the printed line, whatever the host is called, without a question', async () => {
    const lines = await printed();
    for (const [what, host] of names()) {
      const run = await ssh(host, lines);
      expect([what, run.status, run.stdout.length]).toEqual([what, 0, 1000]);
      expect(run.stderr).toContain('matches the ED25519-CERT host certificate');
    }
  });

  it('is taken on the port of the host too', async () => {
    const run = await ssh('web-01', await printed(), [`Port ${web.sshd.port}`]);
    expect(run.status).toBe(0);
    expect(run.stderr).toContain('matches the ED25519-CERT host certificate');
  });

  it('stays good when keys are exchanged again', async () => {
    const login = await knowing(broker, await printed(), ['RekeyLimit 1M']);
    const input = Buffer.alloc(megabytes * 1024 * 1024, 'x');
    const run = await broker.client.ssh(login, 'cat', { destination: 'web-01', input, flags: ['-v'] });
    expect([run.status, run.stdout.equals(input)]).toEqual([0, true]);
    expect(run.stderr.split('kex: host key algorithm: ssh-ed25519-cert-v01').length).toBeGreaterThan(3);
  });

  it('A13: is refused under another name than the one that was dialled', async () => {
    const lines = (await printed()).map((line) => line.replace(' ', ' other,'));
    const run = await ssh('web-01', lines, ['HostKeyAlias other']);
    expect(run.stderr).toContain('Certificate invalid: name is not a listed principal');
    expect(run.status).toBe(255);
  });

  it('Z10: is not taken with the line of another instance', async () => {
    const other = await broker.anotherAccount();
    await other.localHost('web-01', 22);
    const run = await ssh('web-01', (await other.bastionhost('ListHostAuthorities')).KnownHosts);
    expect(run.stderr).toContain('No ED25519 host key is known for web-01');
    await other.client.close();
  });

  it('is the same plain key for every name without the line, and a client that knows it is not disturbed', async () => {
    const keys = await broker.app.get(BrokerHostKeys).load();
    const { publicKey } = keys.find(({ publicKey: { type } }) => type === 'ssh-ed25519')!;
    for (const [, host] of names()) {
      const run = await ssh(host, [`${host.toLowerCase()} ${publicKey.authorizedKey}`]);
      expect(run.status).toBe(0);
      expect(run.stderr).toContain('matches the ED25519 host key');
    }
  });

  it('A13: comes from another authority after a change: both lines are good until the older one is gone', async () => {
    const old = await printed();
    await broker.bastionhost('CreateHostAuthority');
    const both = await printed();
    expect((await ssh('web-01', old)).status).toBe(0);
    const [first] = (await broker.bastionhost('ListHostAuthorities')).HostAuthorities;
    await broker.bastionhost('DeleteHostAuthority', { HostAuthorityId: first.HostAuthorityId });
    expect((await ssh('web-01', old)).status).toBe(255);
    expect((await ssh('web-01', both)).status).toBe(0);
  });
});

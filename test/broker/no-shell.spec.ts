import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Duplex } from 'node:stream';
import { uint32, wireString } from '../../src/ssh/wire.ts';
import { RawSshClient } from '../support/raw-ssh-client.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, engineerPassword, type Server } from './broker-under-test.ts';
import { RawSftp } from './lobby/files/raw-sftp.ts';

/** The file that is there once anybody has run what is said here; in a name of a file, in their own folder. */
const mark = join(tmpdir(), `run-${randomUUID()}`);
const nearMark = basename(mark);
const writeAndCreate = 0x0a;

describeWithSshd('Z5: what a shell would run', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let aliceId: string;
  let client: RawSshClient;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    // Its sshd writes back what it was sent.
    const sshdOptions = ['ForceCommand printf %s "$SSH_ORIGINAL_COMMAND"'];
    const [echo, other] = [await broker.server('echo-01', { sshdOptions }), await broker.server('web-01')];
    web = other;
    aliceId = await broker.engineer('alice', [echo, web]);
    client = await RawSshClient.connect({ port: broker.port });
    client.requestService();
    await client.logIn(`alice@${account}@echo-01`, engineerPassword.reveal());
  });
  afterEach(() => {
    expect([mark, nearMark].filter((file) => existsSync(file))).toEqual([]);
  });
  afterAll(async () => {
    client.close();
    await broker.stop();
  });

  /** What the server was sent for a command. */
  async function sent(command: string | Buffer): Promise<Buffer> {
    client.send(90, wireString('session'), uint32(0), uint32(1_000_000), uint32(32_768));
    const channel = (await client.next(91)).subarray(5, 9);
    client.send(98, channel, wireString('exec'), 1, wireString(command));
    await client.next(97);
    client.send(97, channel);
    const data = client.received.splice(0).filter(([number]) => number === 94);
    return Buffer.concat(data.map((message) => message.subarray(9)));
  }

  it.each([
    ['after a semicolon', `scp -t /tmp; touch ${mark}`],
    ['between backticks', `scp -t '\`touch ${mark}\`'`],
    ['in $( )', `scp -f $(touch ${mark})`],
    ['behind a pipe', `scp -p -d -t -- x | touch ${mark}`],
    ['on a line of its own', `scp -t x\ntouch ${mark}\r\n`],
    ['as an option of ssh', `-oProxyCommand=touch ${mark}`],
    ['beside escape sequences', `scp -t "\u001b]0;x\u0007$(touch ${mark})"`],
    ['beside bytes that are no text', Buffer.concat([Buffer.from([0xff, 0xc0, 0xaf]), Buffer.from(`;touch ${mark}`)])],
    ['after 64 KiB', `scp -t ${'x'.repeat(65_536)};touch ${mark}`],
  ])('%s is a command to the server, byte for byte, and to nobody before it', async (_where, command) => {
    expect(await sent(command)).toEqual(Buffer.from(command));
  });

  it('after a NUL is refused: the server would read another command than is written here', async () => {
    expect((await sent(`scp -t x\0;touch ${mark}`)).length).toBe(0);
  });

  describe('in the name of a file', () => {
    let sftp: RawSftp;
    beforeAll(async () => {
      const ssh = await broker.client.start(
        broker.login('alice'),
        ['-s', 'target', 'sftp'],
        ['pipe', 'pipe', 'ignore'],
      );
      sftp = new RawSftp(Duplex.from({ writable: ssh.stdin!, readable: ssh.stdout! }));
      await sftp.begin();
    });
    afterAll(() => sftp.stream.destroy());

    const names = [
      `;touch ${nearMark}`,
      `\`touch ${nearMark}\``,
      `$(touch ${nearMark})`,
      `|touch ${nearMark}`,
      `a\ntouch ${nearMark}`,
      `-oProxyCommand=touch ${nearMark}`,
      `\u001b]0;${nearMark}`,
    ];

    it('is a name on the server', async () => {
      await web.sshd.run(['mkdir', '-m', '777', '/tmp/names']);
      for (const name of names) {
        const { handle } = await sftp.open(`/${account}@web-01/tmp/names/${name}`, writeAndCreate);
        await sftp.close(handle!);
      }
      const found = await web.sshd.run(['find', '/tmp/names', '-type', 'f', '-printf', '%f\\0']);
      expect(found.split('\0').filter(Boolean).sort()).toEqual([...names].sort());
    });

    it('is no target where a target stands, and is shown without its controls', async () => {
      for (const name of names) {
        const { text } = await sftp.realpath(`/${name}@web-01/tmp`);
        expect(text).toMatch(/^no target that you may use is called \P{Cc}*$/u);
      }
    });

    it('is the name of a folder where an administrator called a host so', async () => {
      const [hostName, Password] = [`$(touch x);\`id\``, 'Initial-web-01-1'];
      const HostId = await broker.localHost(hostName, web.sshd.port);
      const credential = { HostId, HostAccountName: account, ProtocolName: 'SSH', Password };
      const { HostAccountId } = await broker.bastionhost('CreateHostAccount', credential);
      await broker.grant(aliceId, { hostId: HostId, hostAccountId: HostAccountId });
      expect(await sftp.list('/')).toContain(`${account}@${hostName}`);
      const place = `/${account}@${hostName}/etc`;
      expect((await sftp.realpath(place)).names).toEqual([place]);
    });
  });
});

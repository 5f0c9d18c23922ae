import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import { eventually } from '../support/eventually.ts';
import { ListenerUnderTest, makeKeys, type TestKeys } from '../support/listener-under-test.ts';
import { describeWithPrograms } from '../support/requirements.ts';
import { MuteWay } from '../support/mute-way.ts';

const sentAway = 'this one had to make room for another';
const turnedAway = 'too many connections are waiting for a login here, please try again later';

/** A person at OpenSSH's password prompt, who types when the test says so. */
class Typist {
  private constructor(
    readonly ssh: ChildProcess,
    private readonly keyboard: FileHandle,
  ) {}

  static async atPrompt(client: OpensshClient, port: number, method: string): Promise<Typist> {
    const pipe = join(client.folder, 'login-1.password');
    execFileSync('mkfifo', [pipe]);
    const options = [`PreferredAuthentications ${method}`];
    const ssh = await client.start({ port, user: 'alice', options }, ['-N', 'target']);
    let keyboard: FileHandle | undefined;
    await eventually('the prompt is shown', async () => {
      keyboard = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => undefined);
      return keyboard !== undefined;
    });
    return new Typist(ssh, keyboard!);
  }

  async types(text: string): Promise<void> {
    await this.keyboard.write(`${text}\n`);
    await this.keyboard.close();
  }
}

describeWithPrograms(['ssh', 'mkfifo'], 'when too many connections wait for a login', () => {
  let keys: TestKeys;
  let server: ListenerUnderTest;
  let openssh: OpensshClient;
  beforeAll(async () => (keys = await makeKeys()));
  beforeEach(async () => (openssh = await OpensshClient.create()));
  afterEach(() => Promise.all([server.stop(), openssh.close()]));

  const start = (maxUnauthenticatedPerAddress: number) =>
    ListenerUnderTest.start(keys, { limits: { maxUnauthenticatedPerAddress } }).then((made) => (server = made));

  const attempting = async () => {
    const client = await server.raw();
    client.requestAuthentication('alice', 'none');
    await client.next(51);
    return client;
  };
  const silent = async () => {
    const client = await server.raw();
    await client.next(6);
    return client;
  };
  const exchanging = async () => {
    const heard = new Heard(server.socket());
    await heard.says('SSH-2.0-');
    return heard;
  };

  it.each(['password', 'keyboard-interactive'])(
    'a flood does not disturb a user who types a password for %s, whatever the flood does',
    async (method) => {
      await start(10);
      const typist = await Typist.atPrompt(openssh, server.port, method);
      const idle = Array.from({ length: 300 }, () => new Heard(server.socket()));
      await eventually('those that are too many are sent away', () => idle.filter(({ ended }) => ended).length > 280);
      for (let n = 0; n < 30; n++) await silent();
      expect(typist.ssh.exitCode).toBeNull();
      await typist.types(ListenerUnderTest.password);
      await eventually('alice is in', () => server.identities.length === 1);
      typist.ssh.kill();
    },
  );

  it('connections without a key exchange make room first, then silent ones, oldest first, and none that has attempted a login', async () => {
    await start(4);
    const typing = await attempting();
    const [first, second] = [await silent(), await silent()];
    const stranger = await exchanging();

    const newer = await exchanging();
    await stranger.says(sentAway);
    await attempting();
    await newer.says(sentAway);
    await attempting();
    expect((await first.next(1)).toString()).toContain(sentAway);
    await attempting();
    expect((await second.next(1)).toString()).toContain(sentAway);

    const late = await exchanging();
    await late.says(turnedAway);
    expect(typing.ended).toBe(false);
    await typing.logIn('alice', ListenerUnderTest.password);
    await silent();
  });

  it('OpenSSH shows why a connection is refused', async () => {
    await start(1);
    await attempting();
    const { status, stderr } = await openssh.ssh({ port: server.port, user: 'alice' }, 'true');
    expect(status).toBe(255);
    expect(stderr).toContain(turnedAway);
  });

  it.each([
    ['before the server has seen its version', 0],
    ['in the middle of its key exchange', 1],
  ])('OpenSSH shows why a connection is displaced %s', async (_name, passing) => {
    await start(1);
    const way = await MuteWay.to(server.port, passing);
    const run = openssh.ssh({ port: way.port, user: 'alice' }, 'true');
    await eventually('it waits', () => way.isHolding);
    await attempting();
    expect(await run).toMatchObject({ status: 255, stderr: expect.stringContaining(sentAway) });
    await way.close();
  });

  it('a client that takes too long to log in is told so, even before the key exchange', async () => {
    server = await ListenerUnderTest.start(keys, { limits: { loginGraceMs: 300 } });
    const stranger = await exchanging();
    await stranger.says('the login took too long');
    await eventually('no connection is left', () => server.listener.connections === 0);
    expect(server.logins).toEqual([]);
  });

  it('no more displaced connections linger than there are places', async () => {
    server = await ListenerUnderTest.start(keys, { limits: { maxUnauthenticated: 5 } });
    const halfOpen = Array.from({ length: 100 }, () => new Heard(server.socket({ allowHalfOpen: true })));
    await eventually('the others are told', () => halfOpen.filter(({ isTold }) => isTold).length === 95);
    expect(server.listener.connections).toBeLessThanOrEqual(10);
  });
});

/** What a server says to a client that does not answer. */
class Heard {
  private text = '';

  constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => (this.text += chunk.toString('latin1')));
  }

  get ended(): boolean {
    return this.socket.closed;
  }

  get isTold(): boolean {
    return this.text.includes(sentAway);
  }

  says(words: string): Promise<void> {
    return eventually(`"${words}" is said`, () => this.text.includes(words));
  }
}

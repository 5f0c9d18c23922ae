import { setTimeout as delay } from 'node:timers/promises';
import { Redacted } from '../../src/common/redacted.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { dialTarget } from '../../src/ssh/target-dialler.ts';
import { logIn, type TargetOptions } from '../../src/ssh/target-login.ts';
import { wireString } from '../../src/ssh/wire.ts';
import { eventually } from '../support/eventually.ts';
import { type RawSession, RawSshServer } from '../support/raw-ssh-server.ts';
import { refusal } from '../support/refusal.ts';

const messages = { serviceAccept: 6, failure: 51, success: 52, methodSpecific: 60 } as const;
const canary = 'canary-7f3a';

describe('a server that does not wait to be asked for a login', () => {
  let server: RawSshServer;
  let session: RawSession | undefined;
  beforeEach(async () => {
    server = await RawSshServer.start((await generateSshKeyPair('ed25519')).privateKey);
    session = undefined;
    server.onKeys = (made) => (session = made);
  });
  afterEach(async () => {
    session?.close();
    await server.stop();
  });

  const target = (verifyHostKey: TargetOptions['verifyHostKey']): TargetOptions => ({
    host: '127.0.0.1',
    port: server.port,
    credential: { userName: 'root', password: new Redacted(canary) },
    verifyHostKey,
    timeoutMs: 3000,
  });
  const answerAtOnce = (...payload: (number | Buffer)[]) => {
    server.onKeys = (made) => {
      session = made;
      made.send(...payload);
    };
  };
  const asked = () => [server.userNames, session!.received];

  it('declares it successful with its keys: refused, whatever the verifier says', async () => {
    answerAtOnce(messages.success);
    for (const isTrusted of [true, false]) {
      const error = await refusal(dialTarget(target(async () => isTrusted)));
      expect(error.reason).toMatch(/^(protocol|host-key)$/);
      expect(asked()).toEqual([[], []]);
    }
  });

  it.each([true, false])(
    'declares it successful while its key is verified: refused, also when the answer is %s',
    async (isTrusted) => {
      const verifyHostKey = async () => {
        session!.send(messages.success);
        await delay(300);
        return isTrusted;
      };
      const error = await refusal(dialTarget(target(verifyHostKey)));
      expect(error.reason).toBe('protocol');
      expect(error.message).toContain('message 52 came where it is not allowed');
      expect(asked()).toEqual([[], []]);
    },
  );

  it.each([
    [messages.failure, Buffer.concat([wireString('password'), Buffer.from([0])])],
    [messages.methodSpecific, Buffer.concat([wireString('ssh-ed25519'), wireString('key')])],
  ])('sends message %i while its key is verified: refused, and no credential is sent', async (number, fields) => {
    const verifyHostKey = async () => {
      session!.send(number, fields);
      await delay(300);
      return true;
    };
    const error = await refusal(dialTarget(target(verifyHostKey)));
    expect(error.message).toContain(`message ${number} came where it is not allowed`);
    expect(asked()).toEqual([[], []]);
  });

  it('is not believed without a leg either', async () => {
    answerAtOnce(messages.success);
    const error = await refusal(logIn(target(async () => true)));
    expect(error.reason).toBe('protocol');
    expect(server.userNames).toEqual([]);
  });

  it.each([messages.failure, messages.success, messages.methodSpecific])(
    'sends message %i after the login: its connection ends',
    async (number) => {
      const leg = await dialTarget(target(async () => true));
      leg.onPacket(() => undefined);
      const reasons: string[] = [];
      leg.onClose((reason) => reasons.push(reason));
      session!.send(number, wireString('password'), Buffer.alloc(5));
      await eventually('its connection has ended', () => reasons.length > 0);
      expect(reasons).toEqual([`message ${number} came where it is not allowed`]);
    },
  );

  it('accepts the service again and again: its key is verified once', async () => {
    answerAtOnce(messages.serviceAccept, wireString('ssh-userauth'));
    let questions = 0;
    const leg = await dialTarget(target(async () => ++questions > 0));
    expect([questions, server.userNames]).toEqual([1, ['root']]);
    leg.destroy('the test is over');
  });
});

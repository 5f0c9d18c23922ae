import type { Outcome } from '../../src/demo/openssh-client.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { BrokerUnderTest, engineerPassword, said, type Server } from './broker-under-test.ts';
import { DelayedSecretReader } from './delayed-secret-reader.ts';

describeWithSshd('many sessions', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let aliceId: string;
  const reader = new DelayedSecretReader();

  beforeAll(async () => {
    broker = await BrokerUnderTest.start({ overrides: [reader.override] });
    reader.wrap(broker);
    web = await broker.server('web-01', { sshdOptions: ['MaxStartups 500', 'MaxSessions 100'] });
    aliceId = await broker.engineer('alice', [web]);
  });

  afterAll(() => broker.stop());

  afterEach(() => reader.delayBy(0));

  /** Runs jobs 0 to count - 1, `atATime` of them at a time. */
  async function inParallel(count: number, atATime: number, job: (n: number) => Promise<string>): Promise<string[]> {
    const results: string[] = [];
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const n = next++;
        results[n] = await job(n);
      }
    };
    await Promise.all(Array.from({ length: atATime }, worker));
    return results;
  }

  const summary = (run: Outcome) => `${run.status} ${run.stdout.toString()}${said(run)}`;

  it('receive what was typed before the server was connected, with a secret store that is 500 ms late', async () => {
    reader.delayBy(500);
    const results = await inParallel(100, 10, async (n) =>
      summary(await broker.client.ssh(broker.on(web), 'cat', { input: `x${n}\n`, limit: 60_000 })),
    );
    expect(results).toEqual(results.map((_, n) => `0 x${n}\n`));
  }, 300_000);

  it('300 of them, opened in parallel by 20 clients, 40 with passwords and the others with keys, never fail', async () => {
    const { publicKey, privateKey } = await generateSshKeyPair('ed25519');
    const PublicKey = Buffer.from(publicKey).toString('base64');
    await broker.bastionhost('CreateUserPublicKey', { UserId: aliceId, PublicKeyName: 'laptop', PublicKey });
    const byKey = broker.on(web, { privateKey });
    const byPassword = broker.on(web, { password: engineerPassword });
    const clients = Array.from({ length: 20 }, (_, client) => client);
    const results = await Promise.all(
      clients.map((client) =>
        inParallel(15, 15, async (n) =>
          summary(
            await broker.client.ssh(n < 2 ? byPassword : byKey, `read x; echo $x; exit 3`, {
              input: `${client} ${n}\n`,
              limit: 200_000,
            }),
          ),
        ),
      ),
    );
    expect(results).toEqual(clients.map((client) => Array.from({ length: 15 }, (_, n) => `3 ${client} ${n}\n`)));
    await eventually('all rows are closed', async () =>
      (await broker.sessions()).every((row) => row['ended_at'] !== null),
    );
    expect((await broker.sessions()).filter((row) => row['state'] !== 'closed')).toEqual([]);
  }, 300_000);
});

import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { BastionListener } from '../../src/bastionhost/bastionhost.api.ts';
import type { LoginCodes } from '../../src/bastionhost/login-codes.api.ts';
import type { UserAuthentication } from '../../src/bastionhost/user-authentication.api.ts';
import type { BrokerTrail } from '../../src/broker/broker-trail.ts';
import { EngineerAuthentication } from '../../src/broker/login/engineer-authentication.ts';
import { FailedLogins } from '../../src/broker/login/failed-logins.ts';
import { Outage } from '../../src/common/outage.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { createListener, type Source, type SshListener } from '../../src/ssh/listener.ts';
import { eventually } from '../support/eventually.ts';
import { RawSshClient } from '../support/raw-ssh-client.ts';

describe('the row of a failed login', () => {
  const users = {
    claim: async () => ({ userId: '0', userName: '' }),
    byPassword: async () => undefined,
    byPublicKey: async () => undefined,
  };
  let rows: string[];
  let attempts: number;
  /** Runs before a row is stored. */
  let storing: () => Promise<unknown>;
  let listener: SshListener;
  let client: RawSshClient;
  let abandoned: number;

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => {
    rows = [];
    attempts = abandoned = 0;
    storing = async () => undefined;
    const loginFailed = async (_door: BastionListener, userName: string) => {
      attempts++;
      await storing();
      rows.push(userName);
    };
    const failures = new FailedLogins({} as BastionListener, { loginFailed } as unknown as BrokerTrail);
    const authenticator = new EngineerAuthentication(
      {} as BastionListener,
      users as unknown as UserAuthentication,
      {} as LoginCodes,
      failures,
    );
    const onAbandoned = (source: Source) => void failures.record(source).finally(() => abandoned++);
    const hostKeys = [(await generateSshKeyPair('ed25519')).privateKey];
    listener = createListener({ hostKeys, authenticator, onLogin: () => undefined, onAbandoned });
    const { port } = await listener.listen('127.0.0.1', 0);
    client = await RawSshClient.connect({ port });
    client.requestService();
  });
  afterEach(async () => {
    client.close();
    await listener.close();
  });

  const refused = async () => {
    client.password('mallory', 'wrong');
    await client.next(51);
  };
  const over = () => eventually('the connection is over', () => abandoned === 1);

  it('is the only one, however often the connection was refused', async () => {
    await refused();
    await refused();
    client.close();
    await over();
    expect([rows, attempts]).toEqual([['mallory'], 1]);
  });

  it('that could not be written is written when the connection ends', async () => {
    storing = async () => {
      if (attempts === 1) throw new Outage('the database is away');
    };
    client.password('mallory', 'wrong');
    await client.end();
    await over();
    expect(rows).toEqual(['mallory']);
  });

  it('is the only one when the connection ends while it is written', async () => {
    storing = () => delay(300);
    client.password('mallory', 'wrong');
    await eventually('it is being stored', () => attempts === 1);
    client.close();
    await over();
    expect([rows, attempts]).toEqual([['mallory'], 1]);
  });
});

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import dns, { type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { Socket } from 'node:net';
import { mock } from 'node:test';
import { DataSource } from 'typeorm';
import { DirectoryPasswords, type DirectoryUser } from '../../../src/bastionhost/directories/directory-passwords.ts';
import { Outage } from '../../../src/common/outage.ts';
import { Redacted } from '../../../src/common/redacted.ts';
import { JsonLogger } from '../../../src/config/json-logger.ts';
import type { Members } from '../../support/api-clients.ts';
import { KeepingLogger } from '../../support/keeping-logger.ts';
import { describeWithPrograms } from '../../support/requirements.ts';
import { BastionApplication } from '../bastion-application.ts';
import { account, accountPassword, baseDn, dnOf, people, Slapd, unreachable } from './slapd.ts';

const hostile = ['*)(uid=*', '\\', 'a\0b', 'Ünïcode 山', ') (|(uid=*', ' blank ', '#=,+"<>;'];
const passwords = {
  alice: 'Alice-Secret-1',
  bob: 'Bob-Secret-1',
  ...Object.fromEntries(hostile.map((uid) => [uid, `${uid}-1`])),
};

type Told = (error: Error | null, addresses: LookupAddress[]) => void;

/** Lets no other work be done for so long. */
function beBusy(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describeWithPrograms(['slapd', 'slapadd'], 'the password of a user of a directory', () => {
  const logger = new KeepingLogger();
  let slapd: Slapd;
  let withoutTls: Slapd;
  let bastion: BastionApplication;
  beforeAll(async () => {
    [slapd, withoutTls] = await Promise.all([Slapd.start({ passwords }), Slapd.start({ passwords, tls: false })]);
    bastion = await BastionApplication.start({
      settings: { SALLYPORT_LDAP_CA_FILE: slapd.caFile },
      overrides: [{ token: JsonLogger, value: logger }],
    });
  });
  beforeEach(() => set());
  afterAll(async () => {
    await bastion.stop();
    await Promise.all([slapd.stop(), withoutTls.stop()]);
  });

  /** What an operation has set stays unless it is replaced: each test begins without. */
  async function set(parameters: Members = {}): Promise<void> {
    await bastion.app.get(DataSource).query('delete from bastion_auth_servers');
    const reader = { Account: account, Password: accountPassword, BaseDN: baseDn, LoginNameMapping: 'uid' };
    const server = { Server: 'localhost', Port: slapd.port, IsSSL: 'false' };
    await bastion.call('ModifyInstanceLDAPAuthServer', { ...server, ...reader, ...parameters });
  }

  const userOf = (userName: string, sourceUserId = dnOf(userName)): DirectoryUser => ({ userName, sourceUserId });
  const accepts = (user: DirectoryUser | undefined, password: string) =>
    bastion.app.get(DirectoryPasswords).accepts(bastion.listener, 'LDAP', user, new Redacted(password));
  const alice = userOf('alice');

  it.each<[string, () => Members]>([
    ['LDAPS', () => ({ IsSSL: 'true', Port: slapd.tlsPort })],
    ['StartTLS', () => ({})],
    ['plain LDAP, where the server has no TLS', () => ({ Port: withoutTls.port })],
    [
      'the standby server, where the first one cannot be reached',
      () => ({ Server: unreachable, StandbyServer: 'localhost' }),
    ],
  ])('is asked of the directory over %s', async (_, parameters) => {
    await set(parameters());
    await expect(accepts(alice, passwords.alice)).resolves.toBe(true);
    await expect(accepts(alice, passwords.bob)).resolves.toBe(false);
  });

  it('is warned of once where it goes in plain, not at each logon, and never under TLS', async () => {
    for (const port of [withoutTls.port, slapd.port]) {
      await set({ Port: port });
      for (const password of [passwords.alice, passwords.bob, passwords.alice]) await accepts(alice, password);
    }
    const warned = [...logger.text.matchAll(/^.*go to this directory in plain.*"server":"(.*?)".*$/gm)];
    expect(warned.map(([, server]) => server)).toEqual([`localhost:${withoutTls.port}`]);
  });

  it.each<[string, Members]>([
    ['a filter that they fit', { Filter: '(objectClass=inetOrgPerson)' }],
    ['no attribute for the login name', { LoginNameMapping: undefined }],
    ['the folder of people as the base', { BaseDN: `OU=People , ${baseDn}` }],
  ])('is right with %s', async (_, parameters) => {
    await set(parameters);
    await expect(accepts(alice, passwords.alice)).resolves.toBe(true);
  });

  it.each<[string, Members, DirectoryUser | undefined]>([
    ['a filter that they do not fit', { Filter: '(uid=b*)' }, alice],
    ['another login name than their entry has', {}, userOf('Bob', dnOf('alice'))],
    ['an entry outside of the base', { BaseDN: `cn=reader,${baseDn}` }, alice],
    ['an entry that does not exist', {}, userOf('alice', `cn=alice,${people}`)],
    ['a DN that is none', {}, userOf('alice', 'alice')],
    ['no user', {}, undefined],
  ])('is wrong with %s', async (_, parameters, user) => {
    await set(parameters);
    await expect(accepts(user, passwords.alice)).resolves.toBe(false);
  });

  it.each(hostile)('is that of exactly one entry for the login name %j', async (name) => {
    await expect(accepts(userOf(name), `${name}-1`)).resolves.toBe(true);
    await expect(accepts(userOf(name), passwords.alice)).resolves.toBe(false);
    await expect(accepts(userOf(name, dnOf('alice')), passwords.alice)).resolves.toBe(false);
  });

  it.each([
    ['empty', ''],
    ['longer than a kilobyte', 'x'.repeat(1025)],
  ])('is refused without a bind when it is %s', async (_, text) => {
    await set({ Port: 1 });
    await expect(accepts(alice, text)).resolves.toBe(false);
  });

  it.each<[string, () => Members]>([
    ['no server can be reached', () => ({ Port: 1 })],
    ['its certificate is for another name', () => ({ Server: '127.0.0.1', IsSSL: 'true', Port: slapd.tlsPort })],
    ['StartTLS fails, which it offers', () => ({ Server: '127.0.0.1' })],
    ['it refuses the account of the settings', () => ({ Password: 'Wrong-1' })],
  ])('cannot be checked when %s', async (_, parameters) => {
    await set(parameters());
    await expect(accepts(alice, passwords.alice)).rejects.toThrow(Outage);
  });

  it('is checked although the process is busy just when the first of two addresses answers', async () => {
    const { lookup } = dns;
    const both = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    const { mock: lookups } = mock.method(dns, 'lookup', (name: string, options: LookupAllOptions, tell: Told) =>
      lookup(name, options, (error) => tell(error, both)),
    );
    const stall = (message: unknown) =>
      (message as { socket: Socket }).socket.once('connectionAttempt', () => process.nextTick(beBusy, 400));
    subscribe('net.client.socket', stall);
    const isRight = await accepts(alice, passwords.alice).finally(() => unsubscribe('net.client.socket', stall));
    expect(isRight).toBe(true);
    expect(lookups.calls.map(({ arguments: [name] }) => name)).toEqual(['localhost']);
    lookups.restore();
  });

  it('is not asked of the standby server when the first one says no', async () => {
    await set({ Server: 'localhost', StandbyServer: unreachable });
    await expect(accepts(alice, passwords.bob)).resolves.toBe(false);
  });
});

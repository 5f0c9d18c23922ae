import { Redacted } from '../../src/common/redacted.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { DatabaseUnavailable } from '../../src/database/database-unavailable.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { NetworkRoutes } from '../../src/host-keys/network-routes.api.ts';
import { PinnedDialler, type PinnedLogin } from '../../src/host-keys/pinned-dialler.api.ts';
import { PinnedLogins } from '../../src/host-keys/pinned-logins.ts';
import { ProxiedConnections } from '../../src/host-keys/proxied-connections.ts';
import { HostKeys } from '../../src/host-keys/host-keys.api.ts';
import { HostKeyHolder } from '../../src/host-keys/host-key-holder.entity.ts';
import { HostKeyPinRow } from '../../src/host-keys/host-key-pin.entity.ts';
import { HostKeyRows } from '../../src/host-keys/host-key-rows.ts';
import { directNetworkDomain, type Place } from '../../src/host-keys/place.api.ts';
import { generateSshKeyPair, parsePublicKey } from '../../src/ssh/keys.ts';
import { TestClock } from '../support/test-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** Stands in for a database that is lost just when the server's key is to be compared. */
class UnansweredHostKeys extends HostKeys {
  override trust(): Promise<boolean> {
    return Promise.reject(new DatabaseUnavailable(new Error('the connection ended')));
  }
}

/** Each way to dial. The connection ends immediately. */
const ways: readonly (readonly [string, (dialler: PinnedDialler, server: Place, login: PinnedLogin) => unknown])[] = [
  ['a session', async (dialler, server, login) => (await dialler.dial(server, login)).end()],
  ['a command', async (dialler, server, login) => (await dialler.openShell(server, login)).close()],
  ['a proof', (dialler, server, login) => dialler.prove(server, login)],
];

describe('dialling a server', () => {
  const login = { credential: { userName: 'ops', password: new Redacted('right') }, timeoutMs: 10_000 };
  let database: TestDatabase;
  let target: EmulatedInstance;
  let hostKeys: HostKeys;
  let server: Place;
  let account = 1_000_000_000_000_000;
  beforeAll(async () => {
    database = await openTestDatabase({ entities: [HostKeyPinRow, HostKeyHolder] });
    hostKeys = new HostKeys(new HostKeyRows(database.dataSource.manager), new TestClock());
    target = await startEmulatedInstance({ users: [{ name: 'ops', password: new Redacted('right') }] });
  });
  afterAll(async () => {
    await target.stop();
    await database.drop();
  });
  beforeEach(() => {
    const { address, port } = target;
    server = { accountId: `${(account += 1)}`, networkDomainId: directNetworkDomain, address, port };
  });

  const over = (keys: HostKeys) => {
    const logins = new PinnedLogins(keys, readEnvironment({}));
    return new PinnedDialler(logins, new NetworkRoutes(), new ProxiedConnections(logins));
  };

  it.each(ways)('for %s pins its key, and accepts it the next time', async (_way, dial) => {
    await dial(over(hostKeys), server, login);
    expect(await hostKeys.find(server)).toBeDefined();
    await dial(over(hostKeys), server, login);
  });

  it.each(ways)('for %s sends nothing to a server with another key', async (_way, dial) => {
    const { publicKey } = await generateSshKeyPair('ed25519');
    await hostKeys.trust(server, parsePublicKey(publicKey).blob);
    await expect(dial(over(hostKeys), server, login)).rejects.toMatchObject({ reason: 'host-key' });
  });

  it.each(ways)('for %s does not blame the server when its key cannot be compared', async (_way, dial) => {
    const unanswered = over(new UnansweredHostKeys(new HostKeyRows(database.dataSource.manager), new TestClock()));
    await expect(dial(unanswered, server, login)).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await hostKeys.find(server)).toBeUndefined();
  });
});

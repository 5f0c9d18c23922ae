import { refusal, type Members } from '../../support/api-clients.ts';
import { instanceOf } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';
import { recordSessions } from './recorded-sessions.ts';

const at = (time: string) => new Date(`2026-01-01T${time}Z`);
const seconds = (time: string) => at(time).getTime() / 1000;

describe('GetSession', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  const get = (SessionId?: string, parameters: Members = {}) =>
    bastion.call('GetSession', { SessionId, ...parameters });

  it('answers with who, from where, to what, how long and by which version of which secret', async () => {
    const secret = { credentialSource: 'kms' as const, kmsSecretName: 'acs/ecs/web', kmsVersionId: 'v7' };
    const times = { startedAt: at('10:00:00'), connectedAt: at('10:00:01'), endedAt: at('10:00:09') };
    const bytes = { bytesToUser: '5000000000', bytesToHost: '7' };
    await recordSessions(bastion, { a: { ...secret, ...times, ...bytes } });
    const { Session } = await get('a'.repeat(32));
    expect(Session).toEqual({
      SessionId: 'a'.repeat(32),
      UserId: '1',
      UserName: 'alice',
      SourceAddress: '198.51.100.1',
      HostId: '2',
      HostName: 'web-01',
      HostAddress: '10.8.0.1',
      HostPort: 22,
      HostAccountId: '3',
      HostAccountName: 'root',
      ProtocolName: 'SSH',
      State: 'Closed',
      StartTime: seconds('10:00:00'),
      ConnectTime: seconds('10:00:01'),
      EndTime: seconds('10:00:09'),
      BytesToUser: 5_000_000_000,
      BytesToHost: 7,
      CredentialSource: 'KMS',
      KmsSecretName: 'acs/ecs/web',
      KmsSecretVersionId: 'v7',
    });
  });

  it('answers with why a session failed, and without what an open one does not know yet', async () => {
    await recordSessions(bastion, { b: { state: 'failed', endReason: 'TargetUnreachable' }, c: { state: 'active' } });
    expect((await get('b'.repeat(32))).Session).toMatchObject({ State: 'Failed', EndReason: 'TargetUnreachable' });
    const { Session } = await get('c'.repeat(32));
    expect(Session).toMatchObject({ State: 'Active', CredentialSource: 'Local' });
    const unknown = ['ConnectTime', 'EndTime', 'EndReason', 'BytesToUser', 'BytesToHost', 'KmsSecretVersionId'];
    expect(Object.keys(Session).filter((name) => unknown.includes(name))).toEqual([]);
  });

  it.each([
    ['no id', undefined, 'MissingSessionId', 400],
    ['an id that is none', 'A'.repeat(32), 'InvalidParameter', 400],
    ['an unknown id', 'f'.repeat(32), 'SessionNotFound', 404],
  ])('refuses %s', async (_, sessionId, code, status) => {
    expect(await refusal(get(sessionId))).toMatchObject({ code, status });
  });

  it('Z10: refuses the session of another account', async () => {
    await recordSessions(bastion, { d: {} });
    const other = await bastion.app.another();
    const asked = { InstanceId: await instanceOf(other), SessionId: 'd'.repeat(32) };
    const refused = await refusal(other.pop('bastionhost').request('GetSession', asked));
    expect(refused).toMatchObject({ code: 'SessionNotFound', status: 404 });
  });
});

import type { ApiClient, Members } from '../support/api-clients.ts';
import { newAccount } from './kms-account.ts';
import { allow, ramUser } from './ram-callers.ts';

const kms = await newAccount();
const times = 8;

/** What a client was answered: the value, or the error's code. */
const read = (client: ApiClient, parameters: Members) =>
  client.request('GetSecretValue', parameters).then(
    ({ SecretData }) => String(SecretData),
    (error: Members) => String(error['code']),
  );

describe('callers who ask the same at the same moment', () => {
  it('are each answered by their own permissions', async () => {
    const { SecretName } = await kms.call('CreateSecret', draft('shared'));
    const may = await ramUser(kms, [allow('kms:GetSecretValue')]);
    const mayNot = await ramUser(kms, [allow('kms:DescribeSecret')]);
    const clients = Array.from({ length: times }, () => [may.kms, mayNot.kms]).flat();
    const answers = await Promise.all(clients.map((client) => read(client, { SecretName })));
    expect(answers).toEqual(clients.map((client) => (client === may.kms ? 'shared' : 'Forbidden.NoPermission')));
  });

  it('each get the version that they named', async () => {
    const { SecretName } = await kms.call('CreateSecret', draft('first'));
    await kms.call('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: 'second' });
    const wanted = [{}, { VersionId: 'v1' }, { VersionId: 'v2' }, { VersionStage: 'ACSPrevious' }, { VersionId: 'v3' }];
    const expected = ['second', 'first', 'second', 'first', 'Forbidden.ResourceNotFound'];
    const client = kms.app.pop('kms');
    const all = Array.from({ length: times }, () => wanted).flat();
    const answers = await Promise.all(all.map((each) => read(client, { SecretName, ...each })));
    expect(answers).toEqual(all.map((_each, index) => expected[index % expected.length]));
  });
});

function draft(SecretData: string): Members {
  return { SecretName: kms.newName(), VersionId: 'v1', SecretData };
}

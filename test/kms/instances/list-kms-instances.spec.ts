import { refusal } from '../../support/api-clients.ts';
import { invalid } from '../key-behaviour.ts';
import { newAccount, region, titled } from '../kms-account.ts';
import { allow, ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('ListKmsInstances', () => {
  it('answers the one instance on the first page', async () => {
    const { DefaultKmsInstanceId } = await kms.call('GetDefaultKmsInstance');
    const answer = await kms.call('ListKmsInstances');
    expect(answer).toMatchObject({ PageNumber: 1, PageSize: 10, TotalCount: 1 });
    expect(answer.KmsInstances.KmsInstance).toEqual([
      {
        KmsInstanceId: DefaultKmsInstanceId,
        KmsInstanceArn: `acs:kms:${region}:${kms.accountId}:keystore/${DefaultKmsInstanceId}`,
      },
    ]);
    expect((await kms.call('ListKmsInstances', { PageNumber: 2 })).KmsInstances.KmsInstance).toEqual([]);
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['PageSize', '101'],
        ['Filters', '[]'],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('ListKmsInstances', { [name]: value }))).toEqual(invalid(name));
    });
  });

  describe('refuses the caller', () => {
    it('without a permission', async () => {
      const user = await ramUser(kms, [allow('kms:Encrypt')]);
      expect((await refusal(user.call('ListKmsInstances'))).code).toBe('Forbidden.NoPermission');
    });
  });
});

import { refusal, type Members } from '../support/api-clients.ts';
import { region, type KmsAccount } from './kms-account.ts';
import { allow, otherAccount, ramUser } from './ram-callers.ts';

export const unknownKey = {
  code: 'Forbidden.KeyNotFound',
  status: 404,
  message: 'The specified Key is not found.',
};

export const aliasUnsupported = {
  code: 'Unsupported.Alias',
  status: 400,
  message: 'Alias is not valid for this api.',
};

export const invalid = (name: string) => ({
  code: 'InvalidParameter',
  status: 400,
  message: `The specified parameter ${name} is not valid.`,
});

/** Expects the same error for another account's key as for an unknown one. */
export async function expectUnknownKey(kms: KmsAccount, action: string, parameters: Members): Promise<void> {
  const foreign = await otherAccount(kms);
  const { Arn } = (await foreign.call('CreateKey')).KeyMetadata;
  for (const KeyId of ['key-unknown', Arn, Arn.replace('cn-hangzhou', 'cn-beijing')])
    expect(await refusal(kms.call(action, { ...parameters, KeyId }))).toEqual(unknownKey);
}

/** Expects that a user may call the operation only on the key that their policy names. */
export async function expectGuarded(kms: KmsAccount, action: string, parameters: Members): Promise<void> {
  const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: parameters['KeyId'] });
  await expectGuardedOn(kms, KeyMetadata.Arn, action, parameters);
}

/** Expects that a user may call the operation only on the secret that their policy names. */
export async function expectSecretGuarded(kms: KmsAccount, action: string, parameters: Members): Promise<void> {
  const arn = `acs:kms:${region}:${kms.accountId}:secret/${parameters['SecretName']}`;
  await expectGuardedOn(kms, arn, action, parameters);
}

/** Expects that a user may call the operation only on the resource that their policy names. */
export async function expectGuardedOn(
  kms: KmsAccount,
  arn: string,
  action: string,
  parameters: Members = {},
): Promise<void> {
  const stranger = await ramUser(kms, [allow(`kms:${action}`, `${arn}x`)]);
  expect(await refusal(stranger.call(action, parameters))).toEqual({
    code: 'Forbidden.NoPermission',
    status: 403,
    message: `This operation for ${arn} is forbidden by permission system.`,
  });
  const user = await ramUser(kms, [allow(`kms:${action}`, arn)]);
  await user.call(action, parameters);
}

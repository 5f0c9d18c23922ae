import { Redacted } from '../../src/common/redacted.ts';
import type { Api } from '../../src/demo/api.ts';
import type { SigningKey } from './signed-requests.ts';

/** Creates a RAM user with one system policy; returns their AccessKey. */
export async function callerOf(api: Api, UserName: string, PolicyName: string): Promise<SigningKey> {
  await api.post('/ram/users', { UserName });
  await api.post('/ram/policies:attach-to-user', { PolicyType: 'System', PolicyName, UserName });
  const { AccessKey } = await api.post('/ram/access-keys', { UserName });
  return { id: AccessKey.AccessKeyId, secret: new Redacted(AccessKey.AccessKeySecret) };
}

import type { Members } from '../../support/api-clients.ts';
import type { BastionAccount } from '../bastion-account.ts';

/** The tags of the account's instance, as ListTagResources answers them. */
export async function tagsOf({
  app,
  instanceId,
}: Pick<BastionAccount, 'app' | 'instanceId'>): Promise<Record<string, string>> {
  const request = { ResourceType: 'INSTANCE', 'ResourceId.1': instanceId };
  const { TagResources } = await app.pop('bastionhost').request('ListTagResources', request);
  return Object.fromEntries(TagResources.map(({ TagKey, TagValue }: Members) => [TagKey, TagValue]));
}

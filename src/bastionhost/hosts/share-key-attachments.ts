import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { Events } from '../../events/events.api.ts';
import { within, type BastionKey } from '../instances/bastion.ts';
import { lockHostAccounts } from './host-account-rows.ts';
import { HostAccount } from './host-account.entity.ts';
import { HostShareKey } from './host-share-key.entity.ts';
import { HostShareKeys } from './host-share-keys.ts';

/** The outcome for one account. The spelling of the third code is the vendor's. */
export interface AttachmentResult {
  readonly hostAccountId: string;
  /** INVALID_ARGUMENT: the account is not for SSH, or its credential is in KMS. */
  readonly code: 'OK' | 'OBJECT_NOT_FOUND' | 'OBJECT_AlREADY_EXISTS' | 'INVALID_ARGUMENT';
}

/** Which host accounts log on with a shared key. */
@Injectable()
export class ShareKeyAttachments {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: HostShareKeys,
    private readonly events: Events,
  ) {}

  /** An account has one shared key: a new one takes the place of another. */
  attach(bastion: BastionKey, keyId: string, accountIds: readonly string[]): Promise<AttachmentResult[]> {
    return this.change(bastion, keyId, accountIds, keyId, (account) => {
      if (!takesShareKey(account)) return 'INVALID_ARGUMENT';
      return account.hostShareKeyId === keyId ? 'OBJECT_AlREADY_EXISTS' : 'OK';
    });
  }

  detach(bastion: BastionKey, keyId: string, accountIds: readonly string[]): Promise<AttachmentResult[]> {
    return this.change(bastion, keyId, accountIds, null, ({ hostShareKeyId }) =>
      hostShareKeyId === keyId ? 'OK' : 'OBJECT_NOT_FOUND',
    );
  }

  /** The accounts that the key is attached to. @throws HostShareKeyNotFound */
  async accountsOf(bastion: BastionKey, keyId: string, page: PageRequest): Promise<Page<HostAccount>> {
    await this.keys.get(bastion, keyId);
    const query = this.dataSource
      .createQueryBuilder(HostAccount, 'a')
      .where({ ...within(bastion), hostShareKeyId: keyId })
      .orderBy('a.id');
    return countedPage(query, page);
  }

  /** Each item succeeds or fails on its own; of equal ones, the first decides. */
  private change(
    bastion: BastionKey,
    keyId: string,
    accountIds: readonly string[],
    to: string | null,
    judge: (account: HostAccount) => AttachmentResult['code'],
  ): Promise<AttachmentResult[]> {
    return this.dataSource.transaction(async (tx) => {
      const accounts = await lockBoth(tx, bastion, keyId, accountIds);
      const results = accountIds.map((hostAccountId) => {
        const account = accounts.get(hostAccountId);
        const code = account ? judge(account) : 'OBJECT_NOT_FOUND';
        if (account && code === 'OK') account.hostShareKeyId = to;
        return { hostAccountId, code };
      });
      const changed = results.filter(({ code }) => code === 'OK').map(({ hostAccountId }) => hostAccountId);
      await tx.update(HostAccount, { ...within(bastion), id: In(changed) }, { hostShareKeyId: to });
      if (changed.length > 0) await this.events.publish(tx, { kind: 'AccessChanged', ...within(bastion) });
      return results;
    });
  }
}

export function takesShareKey({ protocolName, credentialSource }: HostAccount): boolean {
  return protocolName === 'SSH' && credentialSource === 'Local';
}

/** The accounts that exist; none without the key. All are locked until the transaction ends. */
async function lockBoth(
  tx: EntityManager,
  bastion: BastionKey,
  keyId: string,
  accountIds: readonly string[],
): Promise<Map<string, HostAccount>> {
  const where = { ...within(bastion), id: keyId };
  const key = await tx.findOne(HostShareKey, { select: { id: true }, where, lock: { mode: 'for_key_share' } });
  if (!key) return new Map();
  const accounts = await lockHostAccounts(tx, { ...within(bastion), id: In(accountIds) });
  return new Map(accounts.map((account) => [account.id, account]));
}

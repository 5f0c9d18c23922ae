import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { HostCredential, HostLogon } from '../bastionhost.api.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { HostAccount } from './host-account.entity.ts';
import { assertDraft, type HostAccountDraft } from './host-accounts.ts';
import { HostCredentials } from './host-credentials.ts';
import { HostShareKeys } from './host-share-keys.ts';
import { dialledAddress, protocolOf, type Host } from './host.entity.ts';
import { HostsService } from './hosts.ts';
import { LocalCredentials } from './local-credentials.ts';
import { legacyKeyExchangeOf } from './preferred-key-exchange.ts';

/** How host accounts are logged on to, for an administrator who tries their credentials. */
@Injectable()
export class HostLogons {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hosts: HostsService,
    private readonly credentials: HostCredentials,
    private readonly local: LocalCredentials,
    private readonly shareKeys: HostShareKeys,
  ) {}

  /** @throws HostAccountNotFound */
  async ofAccount(bastion: Bastion, hostAccountId: string): Promise<HostLogon> {
    const account = await this.dataSource
      .createQueryBuilder(HostAccount, 'a')
      .addSelect(['a.sealedPassword', 'a.sealedPrivateKey', 'a.sealedPassphrase'])
      .where({ ...within(bastion), id: hostAccountId })
      .getOne();
    if (!account) throw BastionhostErrors.HostAccountNotFound();
    const host = await this.hosts.get(bastion, account.hostId);
    const { hostShareKeyId } = account;
    const key = hostShareKeyId === null ? undefined : await this.shareKeys.sealed(bastion, hostShareKeyId);
    const credential = this.credentials.of({
      ...account,
      ...bastion.edition,
      sourceInstanceId: host.sourceInstanceId,
      sealedSharedKey: key?.sealedPrivateKey ?? null,
      sealedSharedPassphrase: key?.sealedPassphrase ?? null,
    });
    return logon(host, account.accountName, credential);
  }

  /**
   * Of an account that is not stored, or not yet.
   * @throws InvalidParameter, HostNotFound, HostShareKeyNotFound
   */
  async ofDraft(bastion: Bastion, draft: HostAccountDraft): Promise<HostLogon> {
    assertDraft(draft);
    const host = await this.hosts.get(bastion, draft.hostId);
    if (draft.protocolName !== protocolOf(host.osType)) throw invalidParameter('ProtocolName');
    return logon(host, draft.accountName, await this.credentialOf(bastion, draft));
  }

  private async credentialOf(bastion: Bastion, draft: HostAccountDraft): Promise<HostCredential> {
    if (draft.protocolName === 'RDP') return { kind: 'rdp' };
    const { password, key } = await this.local.check(draft.credential);
    const sharedKey = draft.hostShareKeyId ? await this.shareKeys.open(bastion, draft.hostShareKeyId) : undefined;
    if (!password && !key && !sharedKey) throw invalidParameter('Password');
    return { kind: 'local', password, ...key, sharedKey };
  }
}

function logon(host: Host, hostAccountName: string, credential: HostCredential): HostLogon {
  const preferredKeyExchange = legacyKeyExchangeOf(host.preferredKeyExchange);
  const { id: hostId, networkDomainId, port } = host;
  const address = dialledAddress(host);
  return { hostId, networkDomainId, address, port, preferredKeyExchange, hostAccountName, credential };
}

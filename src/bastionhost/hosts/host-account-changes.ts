import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { omitUndefined } from '../../common/omit-undefined.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { Events } from '../../events/events.api.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { within, type BastionKey } from '../instances/bastion.ts';
import { lockHostAccount } from './host-account-rows.ts';
import { HostAccount, type PrivilegeType, type RotationMode } from './host-account.entity.ts';
import { HostShareKeys } from './host-share-keys.ts';
import { hostAccountOwner, LocalCredentials, type LocalCredential } from './local-credentials.ts';
import { takesShareKey } from './share-key-attachments.ts';
import { assertAccountName } from './typed-names.ts';

/** Undefined members stay as they are. */
export interface HostAccountChange {
  readonly accountName?: string;
  readonly credential: LocalCredential;
  /** An empty text takes the shared key away. */
  readonly hostShareKeyId?: string;
  readonly privilegeType?: PrivilegeType;
  readonly rotationMode?: RotationMode;
}

/** Changes of a host account's name and credentials. */
@Injectable()
export class HostAccountChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly credentials: LocalCredentials,
    private readonly shareKeys: HostShareKeys,
    private readonly events: Events,
  ) {}

  /**
   * An account that refers to a secret takes no other credential.
   * @throws InvalidParameter, HostAccountNotFound, HostAccountAlreadyExists, HostShareKeyNotFound
   */
  async modify(bastion: BastionKey, id: string, change: HostAccountChange): Promise<void> {
    const checked = await this.credentials.check(change.credential);
    await this.dataSource.transaction(async (tx) => {
      // Before the account, as everywhere, so that no two transactions wait for each other.
      if (change.hostShareKeyId) await this.shareKeys.hold(tx, bastion, change.hostShareKeyId);
      const account = await lockHostAccount(tx, bastion, id);
      assertFits(account, change);
      const sealed = this.credentials.seal(hostAccountOwner(account), checked);
      const { accountName, privilegeType, rotationMode } = change;
      const hostShareKeyId = change.hostShareKeyId === '' ? null : change.hostShareKeyId;
      await update(tx, account, { accountName, privilegeType, rotationMode, hostShareKeyId, ...sealed });
      await this.events.publish(tx, announcementOf(account, change));
    });
  }

  /**
   * Removes the password or the private key, if there is one. An account that refers to a secret loses the reference,
   * whichever is named: it has no other credential. A shared key stays. @throws HostAccountNotFound
   */
  async reset(bastion: BastionKey, id: string, part: ResettablePart): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const account = await lockHostAccount(tx, bastion, id);
      await update(tx, account, account.credentialSource === 'KMS' ? unlinked : withoutPart[part]);
      await this.events.publish(tx, { kind: 'AccessChanged', ...within(bastion) });
    });
  }
}

export type ResettablePart = 'Password' | 'PrivateKey';

const withoutPart: Record<ResettablePart, Partial<HostAccount>> = {
  Password: { hasPassword: false, sealedPassword: null },
  PrivateKey: { privateKeyFingerprint: null, sealedPrivateKey: null, sealedPassphrase: null },
};

const unlinked: Partial<HostAccount> = {
  credentialSource: 'Local',
  hasPassword: false,
  privateKeyFingerprint: null,
  kmsSecretName: null,
  kmsSecretType: null,
  kmsSecretRegion: null,
};

/** A name may be what is granted: under another one, access that rests on it ends. */
function announcementOf(account: HostAccount, { accountName = account.accountName }: HostAccountChange) {
  return accountName === account.accountName
    ? ({ kind: 'AccessChanged', ...within(account) } as const)
    : ({ kind: 'AccessWithdrawn', ...within(account), hostAccountId: account.id } as const);
}

/** @throws InvalidParameter when the account cannot have what it is to be given */
function assertFits(account: HostAccount, { accountName, credential, hostShareKeyId }: HostAccountChange): void {
  if (accountName !== undefined && accountName !== account.accountName) assertAccountName(accountName);
  if (account.credentialSource === 'KMS') refuseCredential(credential);
  if (account.protocolName === 'RDP' && credential.privateKey) throw invalidParameter('PrivateKey');
  if (hostShareKeyId && !takesShareKey(account)) throw invalidParameter('HostShareKeyId');
}

async function update(tx: EntityManager, { id }: HostAccount, change: Partial<HostAccount>): Promise<void> {
  const changed = omitUndefined(change);
  if (Object.keys(changed).length === 0) return;
  try {
    await tx.update(HostAccount, { id }, changed);
  } catch (error) {
    throw uniqueViolation(error) ? BastionhostErrors.HostAccountAlreadyExists() : error;
  }
}

function refuseCredential({ password, privateKey, passphrase }: LocalCredential): void {
  if (password) throw invalidParameter('Password');
  if (privateKey) throw invalidParameter('PrivateKey');
  if (passphrase) throw invalidParameter('PassPhrase');
}

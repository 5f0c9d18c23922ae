import { Injectable } from '@nestjs/common';
import { Redacted } from '../../common/redacted.ts';
import { Sealing, type SealingPlace } from '../../sealing/sealing.api.ts';
import { KeyError, parsePrivateKey } from '../../ssh/keys.ts';
import { invalidParameter } from '../bastionhost.errors.ts';
import type { HostAccount } from './host-account.entity.ts';

/** A credential that the bastion stores itself, as it was entered. */
export interface LocalCredential {
  readonly password?: Redacted<string>;
  /** PEM or OpenSSH text in Base64. */
  readonly privateKey?: Redacted<string>;
  readonly passphrase?: Redacted<string>;
}

/** A private key that was checked and can be sealed. */
export interface CheckedKey {
  /** PEM or OpenSSH text. */
  readonly privateKey: Redacted<string>;
  readonly passphrase?: Redacted<string>;
  readonly fingerprint: string;
}

/** A credential that was checked and can be sealed. */
export interface CheckedCredential {
  readonly password?: Redacted<string>;
  readonly key?: CheckedKey;
}

/** A sealed password and private key. */
export type SealedCredential = Pick<HostAccount, 'sealedPassword'> & SealedKey;
export type SealedKey = Pick<HostAccount, 'sealedPrivateKey' | 'sealedPassphrase'>;

export interface OpenedKey {
  readonly privateKey: Redacted<string>;
  readonly passphrase?: Redacted<string>;
}

type Row = Pick<HostAccount, 'id' | 'accountId' | 'instanceId'>;
/** The row that a credential is sealed for. */
export type CredentialOwner = readonly [kind: string, accountId: string, instanceId: string, id: string];
export type CredentialPart = 'password' | 'private-key' | 'passphrase';

/** Checks, seals and opens the credentials that the bastion stores itself. */
@Injectable()
export class LocalCredentials {
  constructor(private readonly sealing: Sealing) {}

  /** @throws InvalidParameter for a private key that cannot be opened, and for a passphrase without a key */
  async check({ password, privateKey, passphrase }: LocalCredential): Promise<CheckedCredential> {
    if (privateKey) return { password, key: await this.checkKey(privateKey, passphrase) };
    if (passphrase) throw invalidParameter('PassPhrase');
    return { password };
  }

  /** `privateKey` is in Base64. @throws InvalidParameter */
  async checkKey(privateKey: Redacted<string>, passphrase?: Redacted<string>): Promise<CheckedKey> {
    const text = decodeSecret('PrivateKey', privateKey);
    try {
      const { publicKey } = await parsePrivateKey(text, passphrase);
      return { privateKey: text, passphrase, fingerprint: publicKey.fingerprintMd5 };
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      throw invalidParameter(error.reason.startsWith('passphrase') ? 'PassPhrase' : 'PrivateKey');
    }
  }

  /** The columns to change. A password or key not given stays; a new key also replaces or clears the passphrase. */
  seal(owner: CredentialOwner, { password, key }: CheckedCredential): Partial<HostAccount> {
    return {
      ...(password && { hasPassword: true, sealedPassword: this.sealPart(owner, 'password', password) }),
      ...(key && this.sealKey(owner, key)),
    };
  }

  sealKey(owner: CredentialOwner, { privateKey, passphrase, fingerprint }: CheckedKey) {
    return {
      privateKeyFingerprint: fingerprint,
      sealedPrivateKey: this.sealPart(owner, 'private-key', privateKey),
      sealedPassphrase: passphrase ? this.sealPart(owner, 'passphrase', passphrase) : null,
    };
  }

  openPassword(owner: CredentialOwner, { sealedPassword }: Pick<SealedCredential, 'sealedPassword'>) {
    return this.openPart(owner, 'password', sealedPassword);
  }

  openKey(owner: CredentialOwner, { sealedPrivateKey, sealedPassphrase }: SealedKey): OpenedKey | undefined {
    const privateKey = this.openPart(owner, 'private-key', sealedPrivateKey);
    return privateKey && { privateKey, passphrase: this.openPart(owner, 'passphrase', sealedPassphrase) };
  }

  private sealPart(owner: CredentialOwner, part: CredentialPart, value: Redacted<string>): Buffer {
    return this.sealing.seal(new Redacted(Buffer.from(value.reveal())), credentialPlace(owner, part));
  }

  private openPart(owner: CredentialOwner, part: CredentialPart, sealed: Buffer | null): Redacted<string> | undefined {
    if (!sealed) return undefined;
    return new Redacted(this.sealing.open(sealed, credentialPlace(owner, part)).reveal().toString());
  }
}

export function hostAccountOwner({ accountId, instanceId, id }: Row): CredentialOwner {
  return ['bastion-host-account', accountId, instanceId, id];
}

export function hostShareKeyOwner({ accountId, instanceId, id }: Row): CredentialOwner {
  return ['bastion-host-share-key', accountId, instanceId, id];
}

/** The sealing place of one part of a credential. */
export function credentialPlace(owner: CredentialOwner, part: CredentialPart): SealingPlace {
  return [...owner, part];
}

/** The text that a parameter holds in Base64. @throws InvalidParameter */
export function decodeSecret(parameter: string, encoded: Redacted<string>): Redacted<string> {
  const text = encoded.reveal();
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) throw invalidParameter(parameter);
  return new Redacted(Buffer.from(text, 'base64').toString());
}

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

/** A credential that was checked and can be sealed. */
export interface CheckedCredential {
  readonly password?: Redacted<string>;
  /** PEM or OpenSSH text. */
  readonly privateKey?: Redacted<string>;
  readonly passphrase?: Redacted<string>;
  readonly fingerprint?: string;
}

type Place = Pick<HostAccount, 'id' | 'accountId' | 'instanceId'>;
type SealedColumns = Pick<HostAccount, 'sealedPassword' | 'sealedPrivateKey' | 'sealedPassphrase'>;
export type CredentialPart = 'password' | 'private-key' | 'passphrase';

/** Checks, seals and opens the credentials of host accounts. */
@Injectable()
export class LocalCredentials {
  constructor(private readonly sealing: Sealing) {}

  /** @throws InvalidParameter for a private key that cannot be opened, and for a passphrase without a key */
  async check({ password, privateKey, passphrase }: LocalCredential): Promise<CheckedCredential> {
    if (!privateKey) {
      if (passphrase) throw invalidParameter('PassPhrase');
      return { password };
    }
    const text = decode(privateKey);
    try {
      const { publicKey } = await parsePrivateKey(text, passphrase);
      return { password, privateKey: text, passphrase, fingerprint: publicKey.fingerprintMd5 };
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      throw invalidParameter(error.reason.startsWith('passphrase') ? 'PassPhrase' : 'PrivateKey');
    }
  }

  /** The columns to change. A password or key not given stays; a new key also replaces or clears the passphrase. */
  seal(place: Place, credential: CheckedCredential): Partial<HostAccount> {
    const { password, privateKey, passphrase, fingerprint } = credential;
    return {
      ...(password && { hasPassword: true, sealedPassword: this.sealPart(place, 'password', password) }),
      ...(privateKey && {
        privateKeyFingerprint: fingerprint,
        sealedPrivateKey: this.sealPart(place, 'private-key', privateKey),
        sealedPassphrase: passphrase ? this.sealPart(place, 'passphrase', passphrase) : null,
      }),
    };
  }

  open(place: Place, sealed: SealedColumns): Omit<CheckedCredential, 'fingerprint'> {
    return {
      password: this.openPart(place, 'password', sealed.sealedPassword),
      privateKey: this.openPart(place, 'private-key', sealed.sealedPrivateKey),
      passphrase: this.openPart(place, 'passphrase', sealed.sealedPassphrase),
    };
  }

  private sealPart(place: Place, part: CredentialPart, value: Redacted<string>): Buffer {
    return this.sealing.seal(new Redacted(Buffer.from(value.reveal())), localCredentialPlace(place, part));
  }

  private openPart(place: Place, part: CredentialPart, sealed: Buffer | null): Redacted<string> | undefined {
    if (!sealed) return undefined;
    return new Redacted(this.sealing.open(sealed, localCredentialPlace(place, part)).reveal().toString());
  }
}

/** The sealing place of one part of a host account's local credential. */
export function localCredentialPlace({ accountId, instanceId, id }: Place, part: CredentialPart): SealingPlace {
  return ['bastion-host-account', accountId, instanceId, id, part];
}

function decode(encoded: Redacted<string>): Redacted<string> {
  const text = encoded.reveal();
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) throw invalidParameter('PrivateKey');
  return new Redacted(Buffer.from(text, 'base64').toString());
}

import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Clock } from '../common/clock.ts';
import { Redacted } from '../common/redacted.ts';
import { insertNew } from '../database/insert-new.ts';
import { Sealing, type SealingPlace } from '../sealing/sealing.api.ts';
import { generateSshKeyPair, parsePrivateKey, type KeyPairKind, type PublicKey } from '../ssh/keys.ts';
import { HostKey } from './host-key.entity.ts';

/** In the order in which they are offered. */
const kinds = ['ed25519', 'ecdsa-p256', 'rsa-3072'] as const satisfies KeyPairKind[];

export interface BrokerHostKey {
  /** PEM or OpenSSH's format. */
  readonly privateKey: Redacted<string>;
  readonly publicKey: PublicKey;
}

/** The keys by which engineers' clients recognise the broker: generated once and sealed in the database. */
@Injectable()
export class BrokerHostKeys {
  constructor(
    @InjectRepository(HostKey) private readonly rows: Repository<HostKey>,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** One key of each kind. If two processes start at the same time, both get the keys that were inserted first. */
  load(): Promise<BrokerHostKey[]> {
    return Promise.all(kinds.map(async (kind) => this.open((await this.find(kind)) ?? (await this.make(kind)))));
  }

  private find(kind: KeyPairKind): Promise<HostKey | null> {
    return this.rows.findOneBy({ kind });
  }

  private async make(kind: KeyPairKind): Promise<HostKey> {
    const { privateKey } = await generateSshKeyPair(kind);
    const sealedPrivateKey = this.sealing.seal(new Redacted(Buffer.from(privateKey.reveal())), hostKeyPlace(kind));
    const row = { kind, sealedPrivateKey, createdAt: this.clock.now() };
    await insertNew(this.rows.manager, HostKey, row, 'kind');
    return this.rows.findOneByOrFail({ kind });
  }

  private async open({ kind, sealedPrivateKey }: HostKey): Promise<BrokerHostKey> {
    const privateKey = new Redacted(this.sealing.open(sealedPrivateKey, hostKeyPlace(kind)).reveal().toString());
    const { publicKey } = await parsePrivateKey(privateKey);
    return { privateKey, publicKey };
  }
}

/** Where one of the broker's host keys is sealed. */
export function hostKeyPlace(kind: string): SealingPlace {
  return ['ssh-host-key', kind];
}

import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { Redacted } from '../../common/redacted.ts';
import { insertNew } from '../../database/insert-new.ts';
import { Sealing } from '../../sealing/sealing.api.ts';
import { generateSshKeyPair, parsePrivateKey, parsePublicKey, type PrivateKey } from '../../ssh/keys.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { rowOf, within, type Bastion, type BastionKey } from '../instances/bastion.ts';
import { HostAuthority, hostAuthorityPlace } from './host-authority.entity.ts';

export interface ShownHostAuthority extends Pick<HostAuthority, 'id' | 'publicKey' | 'createdAt'> {
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** Whether it signs what is certified now. */
  readonly isSigning: boolean;
}

/** What a new authority belongs to. */
export type HostAuthorityOwner = BastionKey & Pick<Bastion, 'region'>;

const places = [1, 2] as const;

/**
 * The authorities that certify host keys. An instance has one from the first time on that it is needed, and two while
 * it is changed: the older one signs until it is retired, so that clients can learn the newer one before.
 */
@Injectable()
export class HostAuthorities {
  constructor(
    @InjectRepository(HostAuthority) private readonly rows: Repository<HostAuthority>,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** The one that signs first. */
  async list(owner: HostAuthorityOwner): Promise<ShownHostAuthority[]> {
    const known = await this.find(owner);
    if (known.length > 0) return known;
    // Whoever is first makes it: everybody else finds it.
    await this.insert(owner, places[0]);
    return this.find(owner);
  }

  /** The id of the authority that signs. */
  async signing(owner: HostAuthorityOwner): Promise<string> {
    const [first] = await this.list(owner);
    return first!.id;
  }

  /** @throws HostAuthorityNotFound where it was retired meanwhile */
  async open(bastion: BastionKey, id: string): Promise<PrivateKey> {
    const select = { id: true, publicKey: true, sealedPrivateKey: true } as const;
    const row = await this.rows.findOne({ select, where: { ...within(bastion), id } });
    if (!row) throw BastionhostErrors.HostAuthorityNotFound();
    const place = hostAuthorityPlace({ ...within(bastion), publicKey: row.publicKey });
    return parsePrivateKey(new Redacted(this.sealing.open(row.sealedPrivateKey, place).reveal().toString()));
  }

  /** Returns the new authority's id. @throws HostAuthorityLimit */
  async add(owner: HostAuthorityOwner): Promise<string> {
    await this.list(owner);
    for (const place of places) {
      const id = await this.insert(owner, place);
      if (id) return id;
    }
    throw BastionhostErrors.HostAuthorityLimit();
  }

  /** @throws HostAuthorityNotFound, HostAuthorityIsOnlyOne */
  async retire(bastion: BastionKey, id: string): Promise<void> {
    await this.rows.manager.transaction(async (tx) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const all = await tx.find(HostAuthority, { where: within(bastion), order: { id: 'ASC' }, lock });
      if (!all.some((row) => row.id === id)) throw BastionhostErrors.HostAuthorityNotFound();
      if (all.length === 1) throw BastionhostErrors.HostAuthorityIsOnlyOne();
      await tx.delete(HostAuthority, { ...within(bastion), id });
    });
  }

  private async find(bastion: BastionKey): Promise<ShownHostAuthority[]> {
    const rows = await this.rows.find({ where: within(bastion), order: { id: 'ASC' } });
    return rows.map(({ id, publicKey, createdAt }, place) => {
      const fingerprint = parsePublicKey(publicKey).fingerprintSha256;
      return { id, publicKey, createdAt, fingerprint, isSigning: place === 0 };
    });
  }

  /** Nothing where the place is taken. */
  private async insert(owner: HostAuthorityOwner, place: number): Promise<string | undefined> {
    const { privateKey, publicKey } = await generateSshKeyPair('ed25519');
    const sealedFor = hostAuthorityPlace({ ...within(owner), publicKey });
    const sealedPrivateKey = this.sealing.seal(new Redacted(Buffer.from(privateKey.reveal())), sealedFor);
    const row = { ...rowOf(owner), place, publicKey, sealedPrivateKey, createdAt: this.clock.now() };
    const [id] = await insertNew(this.rows.manager, HostAuthority, row, 'id');
    return id;
  }
}

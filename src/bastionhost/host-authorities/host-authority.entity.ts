import { Column, Entity } from 'typeorm';
import type { SealingPlace } from '../../sealing/sealing.api.ts';
import { BastionRow } from '../instances/bastion-row.ts';
import type { BastionKey } from '../instances/bastion.ts';

/** An authority of a bastion instance. What it certifies, engineers' clients take for the host that is named. */
@Entity('bastion_host_authorities')
export class HostAuthority extends BastionRow {
  /** 1 or 2. */
  @Column({ type: 'int2' })
  place: number;

  /** `ssh-ed25519` and Base64. */
  @Column({ name: 'public_key', type: 'text' })
  publicKey: string;

  @Column({ name: 'sealed_private_key', type: 'bytea', select: false })
  sealedPrivateKey: Buffer;
}

/** Where the key of an authority is sealed. */
export function hostAuthorityPlace(authority: BastionKey & Pick<HostAuthority, 'publicKey'>): SealingPlace {
  const { accountId, instanceId, publicKey } = authority;
  return ['bastion-host-authority', accountId, instanceId, publicKey];
}

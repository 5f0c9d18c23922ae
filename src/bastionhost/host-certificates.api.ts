import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { canBePrincipal, signHostCertificate } from '../ssh/host-certificate.ts';
import type { PublicKey } from '../ssh/keys.ts';
import { HostAuthorities, type HostAuthorityOwner } from './host-authorities/host-authorities.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** How far behind a client's clock may be. */
const lateClockMs = 5 * 60 * 1000;
const mostKept = 10_000;

interface Kept {
  readonly certificate: Buffer;
  /** From then on another one is made. */
  readonly staleAt: number;
}

/** Certifies the host key that engineers' clients are shown in place of a host's own, for one name and one day. */
@Injectable()
export class HostCertificates {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly authorities: HostAuthorities,
    private readonly clock: Clock,
  ) {}

  /**
   * The certificate of `hostKey` for `name`, in SSH wire form. Undefined for a name with characters that clients would
   * not take literally.
   */
  async certify(owner: HostAuthorityOwner, name: string, hostKey: PublicKey): Promise<Buffer | undefined> {
    if (!canBePrincipal(name)) return undefined;
    const authority = await this.authorities.signing(owner);
    const key = `${authority} ${name}`;
    const now = this.clock.now().getTime();
    const kept = this.kept.get(key);
    if (kept && now < kept.staleAt) return kept.certificate;
    const validFrom = new Date(now - lateClockMs);
    const validity = { validFrom, validUntil: new Date(validFrom.getTime() + dayMs) };
    const signer = await this.authorities.open(owner, authority);
    const certificate = signHostCertificate(signer, { hostKey, principal: name, keyId: name, ...validity });
    this.keep(key, { certificate, staleAt: now + dayMs / 2 });
    return certificate;
  }

  private keep(key: string, made: Kept): void {
    if (this.kept.size >= mostKept) this.kept.clear();
    this.kept.set(key, made);
  }
}

import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Clock } from '../common/clock.ts';
import { randomLowerAlphanumeric } from '../common/identifiers.ts';
import { Redacted } from '../common/redacted.ts';
import { insertNew } from '../database/insert-new.ts';
import { Sealing } from '../sealing/sealing.api.ts';
import type { Certificate } from './certificate.ts';
import { authorityPlace, TlsAuthority } from './tls-authority.entity.ts';
import { certify, isSelfSigned, makeAuthority } from './x509.ts';

const purpose = 'server';
/** Clients that trust the authority have its certificate installed by hand, so it outlasts what it is installed on. */
const authorityDays = 20 * 365;
const serverDays = 90;

/** The installation's own authority: created once, its key sealed in the database, its certificate public. */
@Injectable()
export class CertificateAuthority {
  constructor(
    @InjectRepository(TlsAuthority) private readonly rows: Repository<TlsAuthority>,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** When two processes start at the same time, both get the authority of the first to insert. */
  async load(): Promise<Certificate> {
    return this.open((await this.rows.findOneBy({ purpose })) ?? (await this.make()));
  }

  /** A certificate of 90 days for a server with these names and addresses. */
  certify(authority: Certificate, names: readonly string[]): Promise<Certificate> {
    return certify(authority, names, { from: this.clock.now(), days: serverDays });
  }

  private async make(): Promise<TlsAuthority> {
    const createdAt = this.clock.now();
    const name = `Sallyport ${randomLowerAlphanumeric(8)}`;
    const { chain, privateKey } = await makeAuthority(name, { from: createdAt, days: authorityDays });
    const sealedPrivateKey = this.sealing.seal(new Redacted(Buffer.from(privateKey.reveal())), authorityPlace(purpose));
    const row = { purpose, certificate: chain, sealedPrivateKey, createdAt };
    await insertNew(this.rows.manager, TlsAuthority, row, 'purpose');
    return this.rows.findOneByOrFail({ purpose });
  }

  private open({ certificate, sealedPrivateKey }: TlsAuthority): Certificate {
    const privateKey = this.sealing.open(sealedPrivateKey, authorityPlace(purpose)).reveal().toString();
    const authority = { chain: certificate, privateKey: new Redacted(privateKey) };
    // An attacker who can write rows could otherwise have an authority of their own handed out to be trusted.
    if (!isSelfSigned(authority)) throw new Error('the certificate in tls_authorities does not match its sealed key');
    return authority;
  }
}

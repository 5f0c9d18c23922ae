import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { randomLowerAlphanumeric } from '../common/identifiers.ts';
import { Environment } from '../config/environment.ts';
import { CertificateAuthority } from './certificate-authority.ts';
import { CertificateSource } from './certificate-source.ts';
import type { Certificate } from './certificate.ts';

const thisMachine = ['localhost', '127.0.0.1', '::1'];
const renewEveryMs = 60 * 86_400_000;
const retryMs = 60_000;

/**
 * Certificates of the installation's own authority. This process has its own, renews each a month before it expires,
 * and keeps their keys to itself.
 */
@Injectable()
export class OwnCertificate extends CertificateSource {
  private readonly logger = new Logger('tls');
  private dueAt = -Infinity;

  constructor(
    private readonly authority: CertificateAuthority,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {
    super();
  }

  async next(): Promise<Certificate | undefined> {
    const now = this.clock.now().getTime();
    if (now < this.dueAt) return undefined;
    this.dueAt = now + retryMs;
    const authority = await this.authority.load();
    const certificate = await this.authority.certify(authority, [...thisMachine, ...this.environment.tlsNames]);
    this.dueAt = now + renewEveryMs;
    await this.copyForClients(authority.chain);
    return certificate;
  }

  /** A copy that cannot be written does not stop the service. */
  private async copyForClients(chain: string): Promise<void> {
    const path = join(this.environment.dataDir, 'tls', 'ca.pem');
    if ((await readFile(path, 'utf8').catch(() => undefined)) === chain) return;
    try {
      await replaceFile(path, chain);
      this.logger.log({ message: 'clients that trust this file trust the service', path });
    } catch (error) {
      this.logger.warn({ message: 'the certificate of the authority could not be copied', cause: String(error) });
    }
  }
}

async function replaceFile(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomLowerAlphanumeric(12)}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(draft, content);
  await rename(draft, path);
}

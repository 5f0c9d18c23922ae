import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { Redacted } from '../common/redacted.ts';
import type { Environment } from '../config/environment.ts';
import { CertificateSource } from './certificate-source.ts';
import type { Certificate } from './certificate.ts';

type Paths = NonNullable<Environment['tlsFiles']>;

/** The certificate that the settings name, read again whenever its files have changed. */
export class CertificateFiles extends CertificateSource {
  /** State of the files when they were last judged; `lastRead` is that of the last look. */
  private judged?: string;
  private lastRead?: string;

  constructor(private readonly paths: Paths) {
    super();
  }

  async next(): Promise<Certificate | undefined> {
    const { certificate, state } = await this.read();
    // The two files are not replaced together, nor either of them atomically: what is still changing is not judged.
    const isSettled = state === this.lastRead || this.judged === undefined;
    this.lastRead = state;
    if (!isSettled || state === this.judged) return undefined;
    this.judged = state;
    return certificate instanceof Error ? this.refuse(certificate) : this.check(certificate);
  }

  private async read(): Promise<{ certificate: Certificate | Error; state: string }> {
    try {
      const chain = await readFile(this.paths.certificate, 'utf8');
      const key = await readFile(this.paths.privateKey, 'utf8');
      const state = createHash('sha256').update(chain).update(key).digest('hex');
      return { certificate: { chain, privateKey: new Redacted(key) }, state };
    } catch (error) {
      return { certificate: error as Error, state: String(error) };
    }
  }

  private check(certificate: Certificate): Certificate {
    try {
      return checked(certificate);
    } catch (error) {
      return this.refuse(error as Error);
    }
  }

  private refuse(cause: Error): never {
    const { certificate, privateKey } = this.paths;
    throw new Error(`${certificate} and ${privateKey} cannot be used: ${cause.message}`, { cause });
  }
}

/** @throws Error when the certificate cannot be shown */
function checked({ chain, privateKey }: Certificate): Certificate {
  const key = createPrivateKey(privateKey.reveal());
  if (!new X509Certificate(chain).checkPrivateKey(key)) throw new Error('the key does not match the certificate');
  createSecureContext({ cert: chain, key: privateKey.reveal() });
  return { chain, privateKey };
}

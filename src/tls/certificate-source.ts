import type { Certificate } from './certificate.ts';

/** Where this process has its certificate from; asked once a second. */
export abstract class CertificateSource {
  /** The certificate to show from now on; undefined for as long as that is the one before. Throws when there should be another one. */
  abstract next(): Promise<Certificate | undefined>;
}

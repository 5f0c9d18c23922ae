import type { Certificate } from './certificate.ts';

/** Where this process gets its certificate from; asked once a second. */
export abstract class CertificateSource {
  /**
   * The certificate to show from now on; undefined while the previous one stays.
   * @throws Error when another one is due but cannot be obtained
   */
  abstract next(): Promise<Certificate | undefined>;
}

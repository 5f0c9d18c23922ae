import { X509Certificate } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PeriodicTask } from '../common/periodic-task.ts';
import { CertificateSource } from './certificate-source.ts';
import type { Certificate } from './certificate.ts';
import type { TlsOrPlainServer } from './tls-or-plain-server.api.ts';

const pollMs = 1_000;

/** Makes sure that the server shows the current certificate, from before it listens. */
@Injectable()
export class ServerCertificate implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('tls');
  private readonly task = new PeriodicTask({
    everyMs: pollMs,
    run: () => this.poll(),
    logger: this.logger,
    failure: 'the previous certificate stays in use',
  });

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly source: CertificateSource,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.poll();
    this.task.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  private async poll(): Promise<void> {
    const certificate = await this.source.next();
    if (certificate) this.show(certificate);
  }

  private show(certificate: Certificate): void {
    const server = this.host.httpAdapter.getHttpServer() as TlsOrPlainServer;
    server.useCertificate(certificate);
    const { subjectAltName: names, validTo: until, fingerprint256 } = new X509Certificate(certificate.chain);
    this.logger.log({ message: 'a new certificate is in use', names, until, fingerprint256 });
  }
}

import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Environment } from '../config/environment.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { CertificateAuthority } from './certificate-authority.ts';
import { CertificateFiles } from './certificate-files.ts';
import { CertificateSource } from './certificate-source.ts';
import { OwnCertificate } from './own-certificate.ts';
import { ServerCertificate } from './server-certificate.ts';
import { TlsAuthority } from './tls-authority.entity.ts';

/** The certificate that the HTTP server shows: that of the settings, else one of the installation's own authority. */
@Module({
  imports: [TypeOrmModule.forFeature([TlsAuthority]), DatabaseModule, SealingModule],
  providers: [
    CertificateAuthority,
    OwnCertificate,
    {
      provide: CertificateSource,
      inject: [Environment, OwnCertificate],
      useFactory: ({ tlsFiles }: Environment, own: OwnCertificate) => (tlsFiles ? new CertificateFiles(tlsFiles) : own),
    },
    ServerCertificate,
  ],
})
export class TlsModule {}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The authority that certifies the service to its clients. The first insert wins. */
export class TlsAuthorities1795800001000 implements MigrationInterface {
  name = 'TlsAuthorities1795800001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table tls_authorities (
        purpose text primary key check (purpose = 'server'),
        certificate text not null,
        sealed_private_key bytea not null,
        sealed_private_key_under bytea
          generated always as (substring(sealed_private_key from 2 for 4)) stored references sealing_keys,
        created_at timestamptz not null
      );
      create index tls_authorities_sealed_private_key_under on tls_authorities (sealed_private_key_under);
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

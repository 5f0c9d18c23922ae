import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the secrets whose names contain a text without reading every name. */
export class KmsSecretNamePieces1795700007000 implements MigrationInterface {
  name = 'KmsSecretNamePieces1795700007000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(pieces);
    await runner.query(index);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

// Every run of four characters. Our own function, because not every server has the extension pg_trgm.
const pieces = `
  create function kms_name_pieces(name text) returns text[] language sql immutable strict parallel safe
  return array(select distinct substr(name, i, 4) from generate_series(1, length(name) - 3) i)
`;

// Stored, since plans that read all rows would otherwise compute the pieces of each. New names wait in a short list,
// which every search reads through, until there are a few hundred to be put into the index together.
const index = `
  alter table kms_secrets add column name_pieces text[] generated always as (kms_name_pieces(name)) stored;
  create index kms_secrets_name_pieces on kms_secrets using gin (name_pieces) with (gin_pending_list_limit = 64)
`;

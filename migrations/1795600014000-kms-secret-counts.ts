import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many secrets an account has in a region, updated in the transactions that create and delete them. */
export class KmsSecretCounts1795600014000 implements MigrationInterface {
  name = 'KmsSecretCounts1795600014000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(counts);
    await runner.query(counting);
    await runner.query(overdue);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

// Sixteen rows per account and region, so that concurrent calls which create secrets seldom wait for each other. The
// slot follows from the secret's name: a secret that takes the name of another needs no second row.
const counts = `
  create table kms_secret_counts (
    account_id text not null,
    region text not null,
    slot integer not null,
    secrets bigint not null,
    primary key (account_id, region, slot)
  );
  insert into kms_secret_counts
  select account_id, region, abs(hashtext(name) % 16), count(*) from kms_secrets group by 1, 2, 3;
`;

// In order, so that two statements over many secrets cannot deadlock.
const counting = `
  create function kms_count_secrets() returns trigger language plpgsql as $$
  begin
    insert into kms_secret_counts as c (account_id, region, slot, secrets)
    select account_id, region, abs(hashtext(name) % 16), case tg_op when 'INSERT' then count(*) else -count(*) end
    from changed group by 1, 2, 3 order by 1, 2, 3
    on conflict (account_id, region, slot) do update set secrets = c.secrets + excluded.secrets;
    return null;
  end $$;
  create trigger kms_secrets_made after insert on kms_secrets
    referencing new table as changed for each statement execute function kms_count_secrets();
  create trigger kms_secrets_deleted after delete on kms_secrets
    referencing old table as changed for each statement execute function kms_count_secrets();
`;

// Secrets whose recovery window is over no longer count, though their rows still exist. They are few: they get purged.
const overdue = `
  create index kms_secrets_overdue on kms_secrets (account_id, region, planned_deletion_at) where planned_deletion_at is not null
`;

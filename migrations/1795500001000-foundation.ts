import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every product relies on: signature nonces, the master key's check value, the audit trail, host key pins. */
export class Foundation1795500001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(nonces);
    await runner.query(masterKey);
    await runner.query(auditTrail);
    await runner.query(hostKeys);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const nonces = `
  create table nonces (
    access_key_id text not null,
    nonce text not null,
    expires_at timestamptz not null,
    primary key (access_key_id, nonce)
  );
  create index nonces_expiry on nonces (expires_at);
`;

// One row, which tells whether a master key is the one that this database was sealed with.
const masterKey = `
  create table master_key_check (
    singleton boolean primary key default true check (singleton),
    sealed bytea not null
  );
`;

/*
 * A chain belongs to one run of one process. Its hash covers the chain's id, its start and its anchors: the heads of
 * the other chains at that moment. Each event's hash covers the previous event's; the first covers the chain's.
 */
const auditTrail = `
  create table audit_chains (
    chain_id text primary key,
    started_at timestamptz not null,
    hash bytea not null
  );
  create table audit_anchors (
    chain_id text not null references audit_chains,
    anchored_chain_id text not null,
    anchored_sequence bigint not null,
    anchored_hash bytea not null,
    primary key (chain_id, anchored_chain_id)
  );
  create index audit_anchors_anchored on audit_anchors (anchored_chain_id, anchored_sequence);
  create table audit_events (
    chain_id text not null references audit_chains,
    sequence bigint not null check (sequence > 0),
    at timestamptz not null,
    account_id text not null,
    region text not null,
    caller_kind text not null,
    caller_arn text not null,
    access_key_id text,
    on_behalf_of text,
    source_address text not null,
    product text not null,
    action text not null,
    resource text not null,
    request_id text not null,
    result text not null,
    previous_hash bytea not null,
    hash bytea not null,
    primary key (chain_id, sequence)
  );
  create index audit_events_account on audit_events (account_id, at);
`;

const hostKeys = `
  create table host_key_pins (
    account_id text not null,
    address text not null,
    port integer not null,
    key_type text not null,
    public_key bytea not null,
    pinned_at timestamptz not null,
    primary key (account_id, address, port)
  );
`;

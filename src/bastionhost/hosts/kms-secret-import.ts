import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { cutPage, type KeyedPage, type PageAfter } from '../../common/page.ts';
import { ServiceError } from '../../common/service-error.ts';
import { asBastionRole } from './bastion-role-caller.ts';
import { SecretReader, type SecretSummary, type SecretType, type SecretValue } from '../../kms/kms.api.ts';
import { invalidParameter } from '../bastionhost.errors.ts';
import type { Bastion } from '../instances/bastion.ts';
import { requireKmsOperations } from '../instances/kms-support.ts';
import { HostAccountsService, type SecretReference } from './host-accounts.ts';
import { isEcs, type EcsHost, type Host } from './host.entity.ts';
import { HostsService } from './hosts.ts';
import { belongsTo, genericReference, referenceTo, UnusableValue } from './secret-reference.ts';

export interface SecretName {
  readonly name: string;
  readonly type: string;
  /** The account's name, on a host that was not created from an ECS instance; else that in the value. */
  readonly accountName?: string;
}

/** The outcome for one secret. `code` is an HTTP status as text, `200` where an account was created. */
export interface ImportResult {
  readonly secretName: string;
  readonly code: string;
  readonly message: string;
}

const pageSize = 100;

/**
 * Creates host accounts that refer to secrets: on a host created from an ECS instance to its ECS secrets, which are
 * read as the bastion's service role, and on any other host to Generic secrets. These belong to no host: whoever makes
 * one log on to a host must be allowed to read it, so it is read as the caller.
 */
@Injectable()
export class KmsSecretImport {
  constructor(
    private readonly hosts: HostsService,
    private readonly accounts: HostAccountsService,
    private readonly secrets: SecretReader,
  ) {}

  /**
   * The secrets of the host's ECS instance that have the keyword in their names and that no account of the host refers
   * to yet, sorted by name. Secrets that are scheduled for deletion are left out.
   */
  async importable(
    caller: Caller,
    bastion: Bastion,
    query: { readonly hostId: string; readonly keyword: string },
    page: PageAfter,
  ): Promise<KeyedPage<SecretSummary>> {
    const host = await this.host(bastion, query.hostId);
    if (!isEcs(host)) throw invalidParameter('HostId');
    const imported = await this.accounts.secretsOf(host);
    const matching: SecretSummary[] = [];
    for await (const secret of this.ecsSecrets(caller, host)) {
      const isWanted = secret.name.includes(query.keyword) && secret.name > (page.after ?? '');
      if (isWanted && isImportable(secret, host) && !imported.has(secret.name)) matching.push(secret);
    }
    matching.sort((one, other) => (one.name < other.name ? -1 : 1));
    return cutPage(matching, page, ({ name }) => name);
  }

  /** Imports one secret after the other: of two equal names, the first is imported and the second is a duplicate. */
  async import(
    caller: Caller,
    bastion: Bastion,
    hostId: string,
    secrets: readonly SecretName[],
  ): Promise<ImportResult[]> {
    const host = await this.host(bastion, hostId);
    if (!isEcs(host) && secrets.every(({ type }) => type !== 'Generic')) throw invalidParameter('HostId');
    const results: ImportResult[] = [];
    for (const secret of secrets) {
      results.push({ secretName: secret.name, ...(await this.importOne(caller, host, secret)) });
    }
    return results;
  }

  private async importOne(
    caller: Caller,
    host: Host,
    secret: SecretName,
  ): Promise<Pick<ImportResult, 'code' | 'message'>> {
    if (secret.type !== typeFor(host)) return refused(400, `Only secrets of type ${typeFor(host)} can be imported.`);
    try {
      const value = await this.secrets.getValue(readerFor(caller, host), { secretName: secret.name });
      const id = await this.accounts.addReference(host, await referenceFor(value, host, secret));
      return id === undefined ? refused(409, alreadyThere) : { code: '200', message: 'success' };
    } catch (error) {
      return refusalOf(error);
    }
  }

  private async *ecsSecrets(caller: Caller, host: EcsHost): AsyncGenerator<SecretSummary> {
    const reader = asBastionRole(caller, host.sourceInstanceRegion);
    const filters = [{ key: 'SecretType', values: ['ECS'] }] as const;
    for (let number = 1; ; number += 1) {
      const page = { number, size: pageSize };
      const { items, total } = await this.secrets.list(reader, { filters, page });
      yield* items;
      if (number * pageSize >= total) return;
    }
  }

  private host(bastion: Bastion, hostId: string): Promise<Host> {
    requireKmsOperations(bastion.edition);
    return this.hosts.get(bastion, hostId);
  }
}

function typeFor(host: Host): SecretType {
  return isEcs(host) ? 'ECS' : 'Generic';
}

function readerFor(caller: Caller, host: Host): Caller {
  return isEcs(host) ? asBastionRole(caller, host.sourceInstanceRegion) : { ...caller, region: host.region };
}

/** @throws UnusableValue, InvalidParameter */
async function referenceFor(value: SecretValue, host: Host, { accountName }: SecretName): Promise<SecretReference> {
  if (!isEcs(host)) return genericReference(value, host.region, accountName);
  if (accountName !== undefined) throw invalidParameter('HostAccountName');
  if (!belongsTo(value, host)) throw new UnusableValue("The secret does not belong to the host's ECS instance.");
  return referenceTo(value, host);
}

const alreadyThere = 'The host already has an account for this secret or with its user name.';

function refused(status: number, message: string) {
  return { code: String(status), message };
}

function refusalOf(error: unknown) {
  if (error instanceof UnusableValue) return refused(400, error.message);
  if (error instanceof ServiceError && error.status < 500) return refused(error.status, error.message);
  throw error;
}

function isImportable(secret: SecretSummary, host: EcsHost): boolean {
  return secret.plannedDeletionAt === undefined && belongsTo(secret, host);
}

import type { Caller } from '../common/caller.ts';
import type { SecretReader, SecretSummary } from './kms.api.ts';

const pageSize = 100;

/** Those of the named secrets that exist in the caller's account and region, by name. @throws as `list` does */
export async function namedSecrets(
  secrets: SecretReader,
  caller: Caller,
  names: readonly string[],
): Promise<ReadonlyMap<string, SecretSummary>> {
  const wanted = new Set(names);
  const found = new Map<string, SecretSummary>();
  // The filter matches names that contain a value, so the secrets themselves may be on a later page.
  const filters = [{ key: 'SecretName', values: names }] as const;
  for (let number = 1; ; number++) {
    const { items, total } = await secrets.list(caller, { filters, page: { number, size: pageSize } });
    for (const secret of items) if (wanted.has(secret.name)) found.set(secret.name, secret);
    if (found.size === wanted.size || number * pageSize >= total) return found;
  }
}

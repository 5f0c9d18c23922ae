import { isRecord } from '../../common/record.ts';
import { matchesGlob } from './glob.ts';

/** The principals that a statement of a resource or trust policy names. */
export interface Principals {
  /** Patterns of `acs:ram::<account>:…`. */
  readonly ram: readonly string[];
  /** Services, for example `ram.aliyuncs.com`. */
  readonly services: readonly string[];
}

const kinds = new Set(['RAM', 'Service', 'Federated']);
const ramPattern = /^(\*|acs:ram::\d{16}:(root|\*|(user|role)\/[\w.@*?-]{1,128}))$/;
const servicePattern = /^[a-z0-9][a-z0-9.-]{0,253}$/;

/**
 * Reads the member `Principal` of a statement; undefined when it does not have the documented form. Federated
 * principals are dropped: there are none here.
 */
export function readPrincipals(value: unknown): Principals | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0 || !entries.every(([kind]) => kinds.has(kind))) return undefined;
  const listed = Object.fromEntries(
    entries.map(([kind, names]) => [kind, Array.isArray(names) ? (names as unknown[]) : [names]]),
  );
  const { RAM: ram = [], Service: services = [], Federated: federated = [] } = listed;
  if (![...ram, ...services, ...federated].every((name) => typeof name === 'string')) return undefined;
  if (!ram.every((name) => ramPattern.test(name as string))) return undefined;
  if (!services.every((name) => servicePattern.test(name as string))) return undefined;
  return { ram: ram as string[], services: services as string[] };
}

/** In a trust policy, an account's root stands for everyone in the account. */
export function withAccounts({ ram, services }: Principals): Principals {
  return { services, ram: ram.map((pattern) => pattern.replace(/^(acs:ram::\d{16}:)root$/, '$1*')) };
}

/** Whether one of the patterns matches this ARN. Case is ignored, since role names are case-insensitive. */
export function namesPrincipal({ ram }: Principals, arn: string): boolean {
  const wanted = arn.toLowerCase();
  return ram.some((pattern) => matchesGlob(pattern.toLowerCase(), wanted));
}

import { SASL_MECHANISMS } from 'ldapts';
import type { Redacted } from '../../common/redacted.ts';
import { DirectoryFailure, directoryFailure, type DirectoryStep } from './directory-failure.ts';
import { LimitedClient, type DirectoryAddress } from './limited-client.ts';

/** Who to bind as, and where users would then be looked for. */
export interface DirectoryQuestion {
  readonly account: string;
  readonly password: Redacted<string>;
  readonly baseDn: string;
  readonly filter?: string;
}

export interface DirectoryLimits {
  /** For the whole conversation, in milliseconds. */
  readonly ms: number;
  /** For all answers of the server together. */
  readonly answerBytes: number;
}

/** ldapts takes these names for SASL mechanisms, some of which need no password. */
export function isSaslMechanism(account: string): boolean {
  return (SASL_MECHANISMS as readonly string[]).includes(account.toUpperCase());
}

/** Binds, and looks under the base DN for at most one entry. @throws DirectoryFailure */
export async function askDirectory(
  address: DirectoryAddress,
  question: DirectoryQuestion,
  { ms, answerBytes }: DirectoryLimits,
): Promise<void> {
  const client = new LimitedClient(address, answerBytes);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DirectoryFailure('it does not answer in time', false)), ms);
  });
  try {
    await Promise.race([converse(client, question), late]);
  } finally {
    clearTimeout(timer);
    client.close();
  }
}

async function converse(client: LimitedClient, question: DirectoryQuestion): Promise<void> {
  const { account, password, baseDn, filter } = question;
  // A bind without a password succeeds anonymously on many servers, and SASL is not what was asked for.
  if (password.reveal() === '' || isSaslMechanism(account)) throw new RangeError('not a simple bind');
  await step('bind', client.bind(account, password.reveal()));
  // `1.1`: no attributes, so that the answer is small.
  await step('search', client.search(baseDn, { filter, scope: 'sub', sizeLimit: 1, attributes: ['1.1'] }));
}

async function step(name: DirectoryStep, work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    throw directoryFailure(error, name);
  });
}

import { ResultCodeError } from 'ldapts';

/** What was asked of the directory when it failed. */
export type DirectoryStep = 'root DSE' | 'StartTLS' | 'bind' | 'search';

/** Why a directory could not be used. The message is for the caller: it has no secret, and no text of the server. */
export class DirectoryFailure extends Error {
  override readonly name = 'DirectoryFailure';

  constructor(
    message: string,
    /** Whether the directory has answered, so that its standby would say the same. */
    readonly isAnswer: boolean,
  ) {
    super(message);
  }
}

/** @throws RangeError, which is a mistake of ours */
export function directoryFailure(error: unknown, step: DirectoryStep): DirectoryFailure {
  if (error instanceof RangeError) throw error;
  return error instanceof ResultCodeError ? fromResult(error, step) : fromConnection(error);
}

const result = {
  noSuchObject: 32,
  invalidDnSyntax: 34,
  invalidCredentials: 49,
  busy: 51,
  unavailable: 52,
  other: 80,
};

/** Whether the server says that it cannot answer just now. */
export function isBusy({ code }: ResultCodeError): boolean {
  return code === result.busy || code === result.unavailable || code === result.other;
}

const refusals: Readonly<Partial<Record<DirectoryStep, readonly [codes: readonly number[], words: string]>>> = {
  bind: [[result.invalidCredentials, result.invalidDnSyntax], 'it refuses the account or its password'],
  search: [[result.noSuchObject, result.invalidDnSyntax], 'it has no such base DN'],
};

function fromResult(error: ResultCodeError, step: DirectoryStep): DirectoryFailure {
  const [codes, words] = refusals[step] ?? [[], ''];
  if (codes.includes(error.code)) return new DirectoryFailure(words, true);
  return new DirectoryFailure(`it answers the ${step} with LDAP result ${error.code}`, !isBusy(error));
}

function fromConnection(error: unknown): DirectoryFailure {
  const code = (error as { code?: unknown }).code;
  const named = typeof code === 'string' ? code : 'no LDAP answer';
  // OpenSSL's names for a certificate that is not verified, and Node's for one of another name.
  const isUntrusted = /CERT|SELF_SIGNED|^UNABLE_TO_/.test(named);
  const words = isUntrusted ? 'its certificate is not trusted' : 'it cannot be reached';
  return new DirectoryFailure(`${words} (${named})`, false);
}

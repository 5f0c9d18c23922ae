import { WireReader } from './wire.ts';

/** What the two sides of a connection agree on (RFC 4253, section 7.1), in the order of KEXINIT. */
const kinds = [
  'key exchange',
  'host key',
  'cipher (client to server)',
  'cipher (server to client)',
  'MAC (client to server)',
  'MAC (server to client)',
  'compression (client to server)',
  'compression (server to client)',
] as const;

const cookieEnd = 17;

/** The algorithms of one side, in the order of KEXINIT, without the two language lists. */
export interface AlgorithmLists {
  readonly names: readonly (readonly string[])[];
  /** The first packet of the key exchange was sent along, based on a guess. */
  readonly guessed: boolean;
}

/** The two sides have no algorithm of one kind in common. The message is one printable line. */
export class NoCommonAlgorithm extends Error {
  override readonly name = 'NoCommonAlgorithm';

  constructor(
    readonly kind: string,
    readonly ours: readonly string[],
    readonly theirs: readonly string[],
  ) {
    super(`no ${kind.replace(/ \(.*/, '')} in common; here: ${ours.join(',')}; there: ${theirs.join(',')}`);
  }
}

/** Decodes a KEXINIT. @throws RangeError when it is cut short */
export function readKeyExchangeInit(payload: Buffer): AlgorithmLists {
  const reader = new WireReader(payload, cookieEnd);
  const lists = Array.from({ length: kinds.length + 2 }, () => reader.text().split(',').filter(Boolean));
  return { names: lists.slice(0, kinds.length), guessed: reader.boolean() };
}

/** The first kind without a common algorithm; undefined where there is none. An authenticating cipher needs no MAC. */
export function findNoCommonAlgorithm(
  ours: AlgorithmLists,
  theirs: AlgorithmLists,
  role: 'client' | 'server',
): NoCommonAlgorithm | undefined {
  const agreed: (string | undefined)[] = [];
  for (const [index, kind] of kinds.entries()) {
    const [ourList, other] = [ours.names[index]!, theirs.names[index]!];
    const [client, server] = role === 'client' ? [ourList, other] : [other, ourList];
    agreed[index] = client.find((name) => server.includes(name));
    const isNeeded = !kind.startsWith('MAC') || !authenticates(agreed[index - 2]!);
    if (agreed[index] === undefined && isNeeded) return new NoCommonAlgorithm(kind, real(ourList), real(other));
  }
  return undefined;
}

/** RFC 4253, section 7: a guess is right if both sides list the same key exchange and host key algorithm first. */
export function isGuessRight(ours: AlgorithmLists, theirs: AlgorithmLists): boolean {
  return [0, 1].every((index) => ours.names[index]![0] === theirs.names[index]![0]);
}

function authenticates(cipher: string): boolean {
  return /gcm|poly1305/.test(cipher);
}

/** Without the names in a list of key exchanges that only announce extensions. */
function real(names: readonly string[]): string[] {
  return names.filter((name) => !/^(kex-strict-|ext-info-|kexguess2@)/.test(name));
}

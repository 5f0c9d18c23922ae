import { oneLine } from './one-line.ts';
import { TargetError } from './target-error.ts';

const maxLength = 400;

/** What both sides offered, list by list, as ssh2 1.17.0 tells it in its debug lines alone; it stops at the first without a common name. */
export class OfferedLists {
  private readonly last = { local: '', remote: '' };

  readonly hear = (line: string): void => {
    const [, side, list] = /^Handshake: \((local|remote)\) [^:]+: (.*)$/s.exec(line) ?? [];
    if (side === 'local' || side === 'remote') this.last[side] = oneLine(list ?? '', maxLength);
  };

  /** Undefined when a login did not end for that. */
  nothingInCommon({ message }: Error): TargetError | undefined {
    const [, kind] = /^Handshake failed: no matching (?:[CS]->[CS] )?(.+)$/.exec(message) ?? [];
    if (kind === undefined) return undefined;
    const { local, remote } = this.last;
    return new TargetError('no-algorithm', `no ${kind} in common; here: ${local}; the server: ${remote}`);
  }
}

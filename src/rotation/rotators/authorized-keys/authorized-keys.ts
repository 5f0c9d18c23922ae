import { Redacted } from '../../../common/redacted.ts';
import type { EcsCredential } from '../../../kms/kms.api.ts';
import { parsePublicKey } from '../../../ssh/keys.ts';
import type { HostCommand, OwnLogin, RotationHost } from '../../hosts/rotation-host.ts';
import { editFilesElsewhere, editFilesOfHome } from './edit-key-files.ts';
import { findKeyFiles } from './key-files.ts';
import { lookForKey } from './look-for-key.ts';
import type { KeyFileAction } from './rewrite-key-file.ts';

export type KeyCredential = Extract<EcsCredential, { publicKey: unknown }>;

/**
 * - `home`: the user writes it.
 * - `elsewhere`: root writes it.
 * - `exposed`: others can write on its path.
 * - `shared`: it serves several users.
 */
export interface KeyFile {
  readonly kind: 'home' | 'elsewhere' | 'exposed' | 'shared';
  readonly path: string;
}

/**
 * The files in which a host looks for the keys of one user. Their paths are used only when acting as the user; root
 * finds the files itself.
 */
export class AuthorizedKeys {
  constructor(
    private readonly host: RotationHost,
    /** The credential of the user whose files these are, and the way to the host without Cloud Assistant. */
    private readonly current: KeyCredential,
  ) {}

  /** The files in the order in which the host reads them. @throws HostRefusal, AssistantUnavailable */
  async files(): Promise<KeyFile[]> {
    const said = await this.host.ask(this.command(findKeyFiles, 'root'), this.ownLogin('login-user'));
    const lines = said.reveal().matchAll(/^(home|elsewhere|exposed|shared) (\/.*)$/gm);
    return [...lines].map(([, kind, path]) => ({ kind: kind as KeyFile['kind'], path: path! }));
  }

  /** Those of the files that hold the key. @throws HostRefusal, AssistantUnavailable */
  async holding(publicKey: string, files: readonly KeyFile[]): Promise<KeyFile[]> {
    const input = [nameOf(publicKey), ...files.map(({ path }) => path)];
    const said = await this.host.ask(this.command(lookForKey, this.user, { input }), this.ownLogin('login-user'));
    const numbers = [...said.reveal().matchAll(/^holds (\d+)$/gm)].map(([, number]) => Number(number));
    return files.filter((_, index) => numbers.includes(index + 1));
  }

  /**
   * Edits the files that hold the old key; `begin` edits the one file that is given.
   * @throws HostRefusal, AssistantUnavailable
   */
  async edit(action: KeyFileAction, keys: { old: string; fresh?: string }, files: readonly KeyFile[]): Promise<void> {
    const lines = [nameOf(keys.old), keys.fresh === undefined ? '' : parsePublicKey(keys.fresh).authorizedKey];
    const home = files.filter(({ kind }) => kind === 'home').map(({ path }) => path);
    const isElsewhere = files.some(({ kind }) => kind === 'elsewhere');
    const inHome = this.command(editFilesOfHome, this.user, { action, input: [...lines, ...home] });
    if (home.length > 0) await this.carryOut(action, inHome, 'login-user');
    const outside = this.command(editFilesElsewhere, 'root', { action, input: lines });
    if (isElsewhere) await this.carryOut(action, outside, 'root');
  }

  private async carryOut(action: KeyFileAction, command: HostCommand, runAs: OwnLogin['runAs']): Promise<void> {
    if (action === 'try') await this.host.ask(command, this.ownLogin(runAs));
    else await this.host.run(command, this.ownLogin(runAs));
  }

  private command(
    script: string,
    runAs: HostCommand['runAs'],
    { action, input = [] }: { readonly action?: KeyFileAction; readonly input?: readonly string[] } = {},
  ): HostCommand {
    const parameters = [this.current.userName, ...(action ? [action] : [])];
    return { script, arguments: parameters, input: new Redacted(input.map((line) => `${line}\n`).join('')), runAs };
  }

  private ownLogin(runAs: OwnLogin['runAs']): OwnLogin {
    return { credential: this.current, runAs };
  }

  private get user(): { readonly user: string } {
    return { user: this.current.userName };
  }
}

/** The key's type and value. */
function nameOf(publicKey: string): string {
  const { type, blob } = parsePublicKey(publicKey);
  return `${type} ${blob.toString('base64')}`;
}

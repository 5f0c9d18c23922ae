import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { SshdInstance } from '../../src/demo/sshd-instance.ts';
import { eventually } from '../support/eventually.ts';
import { replaceTool } from './replaced-tool.ts';

/** Where a rotation's command can be held on its host: before its effect, or after its effect and before its answer. */
export type HeldAt = 'before' | 'after';

const folder = '/etc/held';

// The first command to arrive takes the order; later ones pass.
const functions = `
held() {
  order=${folder}/$who.$1
  mv_real=/etc/mv.real
  [ -e "$order" ] && $mv_real "$order" "$order.taken" 2>/dev/null || return 0
  while [ -e "$order.taken" ]; do sleep 0.02; done
}
`;

const chpasswd = `${functions}
IFS= read -r line
who=\${line%%:*}
echo "$who" >>${folder}/commands
held before
printf '%s\\n' "$line" | $real "$@"
status=$?
held after
exit $status
`;

const mv = `${functions}
for last; do :; done
who=\${last#/home/}
who=\${who%%/*}
echo "$who" >>${folder}/commands
held before
$real "$@"
status=$?
held after
exit $status
`;

/** A real server whose tools for passwords and authorized_keys can be made to wait. */
export class HeldHost {
  private constructor(private readonly target: SshdInstance) {}

  static async on(target: SshdInstance): Promise<HeldHost> {
    await target.run(['sh', '-c', `mkdir -m 777 ${folder}; umask 0; : >${folder}/commands`]);
    await replaceTool(target, 'chpasswd', chpasswd);
    await replaceTool(target, 'mv', mv);
    return new HeldHost(target);
  }

  /** Makes the next change of this user's credential wait there until it is released. */
  hold(user: string, at: HeldAt): { arrived: () => Promise<void>; release: () => void } {
    const order = this.target.path(`${folder}/${user}.${at}`);
    writeFileSync(order, '');
    return {
      arrived: () => eventually(`a command for ${user} is held`, () => existsSync(`${order}.taken`), 30_000),
      release: () => [order, `${order}.taken`].forEach((file) => rmSync(file, { force: true })),
    };
  }

  /** How often the credential of this user was changed. */
  async changesOf(user: string): Promise<number> {
    const commands = await this.target.run(['cat', `${folder}/commands`]);
    return commands.split('\n').filter((name) => name === user).length;
  }
}

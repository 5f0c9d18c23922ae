import type { SshdInstance } from '../../src/demo/sshd-instance.ts';

/** Replaces a tool of the host with a script. Works once per tool; the tool itself stays available as `$real`. */
export async function replaceTool(target: SshdInstance, tool: string, script: string): Promise<void> {
  const wrapper = `#!/bin/sh\nreal=/etc/${tool}.real\n${script}`;
  const [real, replacement] = [`/etc/${tool}.real`, `/etc/${tool}.new`];
  await target.run(
    ['sh', '-c', `cp "$(command -v ${tool})" ${real}; cat >${replacement}; chmod 755 ${replacement}`],
    wrapper,
  );
  await target.run(['sh', '-c', `mount --bind ${replacement} "$(command -v ${tool})"`]);
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpensshClient } from '../../../src/demo/openssh-client.ts';

/** From now on all programs of the client answer a prompt for a code with this one, and other prompts as before. */
export async function typeCode({ folder }: OpensshClient, code: string): Promise<void> {
  const answer = `case "$1" in *'Mfa Code'*) echo ${code};; *) cat "$PASSWORD_FILE";; esac`;
  await writeFile(join(folder, 'askpass'), `#!/bin/sh\n${answer}\n`, { mode: 0o700 });
}

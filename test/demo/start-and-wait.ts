import { startEmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { startSshdInstance } from '../../src/demo/sshd-instance.ts';

/** A program for a process of its own: starts the named kind of target, prints where it is and waits to be killed. */
const start = process.argv[2] === 'sshd' ? startSshdInstance : startEmulatedInstance;
const target = await start({ users: [], management: 'password' });
const { password } = target.managementCredential;
process.stdout.write(`${JSON.stringify({ port: target.port, password: password?.reveal() })}\n`);

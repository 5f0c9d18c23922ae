import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { systemPath } from '../programs.ts';

/** Set in the environment of every process of an emulated instance, with the instance's folder as its value. */
export const processMark = 'EMULATED_INSTANCE';

// Tracks the sessions' leaders from lines `+ <pid>` and `- <pid>`. It ends them at a line `end`. When the lines end,
// even because we were killed, it ends them and removes the instance's folder. On Linux it also finds, by their
// environment, processes that have left the group of their leader (daemons, jobs of interactive shells); elsewhere
// these outlive their session.
const supervisor = `
folder=$1
mark=$2=$folder
leaders=' '
end_all() {
  for leader in $leaders; do kill -s KILL -- "-$leader"; done
  [ -r /proc/self/environ ] || return 0
  for round in 1 2 3 4 5 6 7 8 9 10; do
    found=$(cd /proc && grep -lsF "$mark" [0-9]*/environ)
    [ -n "$found" ] || return 0
    for file in $found; do kill -s KILL "\${file%/environ}"; done
    sleep 0.05
  done
}
while read -r order pid; do
  case $order in
    +) leaders="$leaders$pid " ;;
    -) leaders="\${leaders%%" $pid "*} \${leaders#*" $pid "}" ;;
    end) end_all; echo ended ;;
  esac
done
end_all
rm -rf "$folder"
`;

/** The processes that the sessions of one emulated instance have started, and the removal of its folder. */
export class SessionProcesses {
  // A session of its own: an interrupt typed at our terminal must not end it before us.
  private readonly supervisor;
  private readonly answers;

  constructor(folder: string) {
    this.supervisor = spawn('/bin/sh', ['-c', supervisor, 'sh', folder, processMark], {
      env: { PATH: systemPath },
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.supervisor.stdin.on('error', () => undefined);
    this.answers = createInterface(this.supervisor.stdout);
  }

  add(leader: number): void {
    this.supervisor.stdin.write(`+ ${leader}\n`);
  }

  /** After this, the number may belong to another process. */
  remove(leader: number): void {
    this.supervisor.stdin.write(`- ${leader}\n`);
  }

  async endAll(): Promise<void> {
    const ended = once(this.answers, 'line');
    this.supervisor.stdin.write('end\n');
    await ended;
  }

  /** Ends all and removes the instance's folder. */
  async close(): Promise<void> {
    if (this.supervisor.exitCode !== null) return;
    const exited = once(this.supervisor, 'exit');
    this.supervisor.stdin.end();
    await exited;
  }
}

/** Sends a signal to a process and its group. */
export function signalGroup(leader: number, name: NodeJS.Signals): void {
  try {
    process.kill(-leader, name);
  } catch {
    // It ended by itself.
  }
}

import { AuthenticatorApp } from '../bastionhost/second-factors/authenticator-app.ts';
import { loadTerminalLibrary } from '../../src/demo/emulated/terminal-library.ts';
import { eventually } from '../support/eventually.ts';

/** At the end of what a terminal shows: the menu, and back at it, or a shell that waits. */
const atMenu = /NUM[^]*-- /;
const backAtMenu = /the session has ended/;
const atShell = /\$ $/;
/** An app is being enrolled, whose key is shown in groups. */
const atEnrolment = /^((?:[A-Z2-7]{4} ?){8})\r$[^]*Code that the app shows: $/m;

/**
 * Runs a block for a terminal: its first line, then what is typed there, line by line, each when the terminal waits for
 * it. Answers what the commands that were typed at a shell have printed.
 */
export async function typeAtTerminal(
  block: string,
  { folder, environment }: { readonly folder: string; readonly environment: Record<string, string> },
): Promise<string> {
  const [line = '', ...typed] = block.trimEnd().split('\n');
  const library = await loadTerminalLibrary();
  const size = { name: 'xterm', columns: 100, rows: 30 };
  const terminal = library!.open('/bin/bash', ['-c', line], { ...size, folder, environment });
  let shown = '';
  let printed = '';
  terminal.stream.setEncoding('utf8').on('data', (text: string) => (shown += text));
  const waits = () => [atMenu, backAtMenu, atShell, atEnrolment].some((pattern) => pattern.test(shown));
  for (const text of typed) {
    await eventually(`a terminal that waits for "${text}"`, waits);
    const isAtShell = atShell.test(shown);
    const [, key] = atEnrolment.exec(shown) ?? [];
    shown = '';
    terminal.stream.write(`${key ? codeOf(key) : text}\r`);
    if (!isAtShell || text === 'exit') continue;
    await eventually(`what "${text}" prints`, () => atShell.test(shown));
    printed += shown.split('\r\n').slice(1, -1).join('\n') + '\n';
  }
  await terminal.ended;
  return printed;
}

/** What the reader's app shows, in the place of the page's code. */
function codeOf(key: string): string {
  return new AuthenticatorApp(key.replaceAll(' ', ''), { now: () => new Date() }).code();
}

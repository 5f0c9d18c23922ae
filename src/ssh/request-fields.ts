import { uint32, wireString } from './wire.ts';

/** The `exit-status` request, which wants no reply. `fields` holds its name, flag and data. */
export function exitStatus(status: number): { readonly data: Buffer; readonly fields: Buffer } {
  const data = uint32(status);
  return { data, fields: Buffer.concat([wireString('exit-status'), byte(0), data]) };
}

/** Name, flag and data of a request for a command. It wants a reply. */
export function execFields(command: string): Buffer {
  return Buffer.concat([wireString('exec'), byte(1), wireString(command)]);
}

/** Name, flag and data of a request for a shell. It wants a reply. */
export function shellFields(): Buffer {
  return Buffer.concat([wireString('shell'), byte(1)]);
}

/** Name, flag and data of a request for a subsystem. It wants a reply. */
export function subsystemFields(name: string): Buffer {
  return Buffer.concat([wireString('subsystem'), byte(1), wireString(name)]);
}

/** The size of a terminal, in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Name, flag and data of a request for a terminal with the server's own modes. It wants no reply. */
export function terminalFields(type: string, size: TerminalSize): Buffer {
  return Buffer.concat([wireString('pty-req'), byte(0), wireString(type), sizeFields(size), wireString('')]);
}

/** Name, flag and data of the news that a terminal has another size. */
export function windowChangeFields(size: TerminalSize): Buffer {
  return Buffer.concat([wireString('window-change'), byte(0), sizeFields(size)]);
}

/** The size in pixels is not told. */
function sizeFields({ columns, rows }: TerminalSize): Buffer {
  return Buffer.concat([columns, rows, 0, 0].map(uint32));
}

/** What follows the opening of a direct-tcpip channel. The originator is not told. */
export function forwardFields({ host, port }: { readonly host: string; readonly port: number }): Buffer {
  return Buffer.concat([wireString(host), uint32(port), wireString('127.0.0.1'), uint32(0)]);
}

/** Name, flag and data of a request for a terminal without echo. It wants no reply. */
export function silentTerminalFields(): Buffer {
  const modes = Buffer.concat([byte(terminalModes.echo), uint32(0), byte(terminalModes.end)]);
  const size = sizeFields({ columns: 80, rows: 24 });
  return Buffer.concat([wireString('pty-req'), byte(0), wireString('dumb'), size, wireString(modes)]);
}

const terminalModes = { end: 0, echo: 53 } as const;

function byte(value: number): Buffer {
  return Buffer.from([value]);
}

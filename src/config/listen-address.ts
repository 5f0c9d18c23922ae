/** Where a server listens. Port 0 lets the system pick a free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

const bracketed = /^\[([0-9A-Fa-f:.]+(?:%[\w.-]+)?)\]:(\d{1,5})$/;
const plain = /^([^\s:[\]]+):(\d{1,5})$/;

/** Parses `host:port` or `[IPv6]:port`; undefined when the text is neither. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const match = bracketed.exec(text) ?? plain.exec(text);
  const port = Number(match?.[2]);
  return match?.[1] && port <= 65_535 ? { host: match[1], port } : undefined;
}

/** The inverse of `parseListenAddress`. */
export function formatListenAddress({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

import { eventually } from './eventually.ts';

/**
 * How often a server has logged this, once it has as often as expected: sshd answers its client first. The pattern is
 * global.
 */
export async function logged(server: { log(): Promise<string> }, pattern: RegExp, expected: number): Promise<number> {
  const times = async () => [...(await server.log()).matchAll(pattern)].length;
  await eventually(`the server has logged ${pattern}`, async () => (await times()) >= expected);
  return times();
}

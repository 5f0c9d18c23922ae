import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

describe('the sources', () => {
  const filesOf = (...folders: string[]) =>
    execFileSync('git', ['ls-files', ...folders], { encoding: 'utf8' })
      .split('\n')
      .filter((name) => name.endsWith('.ts'))
      .map((name) => ({ name, text: readFileSync(name, 'utf8') }));
  const sources = filesOf('src', 'migrations');

  function filesWith(pattern: RegExp): string[] {
    return sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
  }

  it('read process.env in one place only', () => {
    expect(filesWith(/process\.env\b/)).toEqual(['src/config/environment.ts']);
  });

  it('Z5: start no program but the embedded database and what the demonstration runs on', () => {
    const starters = filesWith(/\bchild_process\b/);
    expect(starters.filter((name) => !/^src\/(database\/embedded|demo)\//.test(name))).toEqual([]);
    expect(starters).not.toEqual([]);
  });

  it('have no forwardRef, no request-scoped provider and one global module', () => {
    expect(filesWith(/forwardRef|Scope\.REQUEST|AsyncLocalStorage|@Global\(/)).toEqual([]);
    expect(filesWith(/global: true/)).toEqual(['src/config/config.module.ts']);
  });

  it('read secrets for the broker in one place only', () => {
    const readers = filesWith(/\bSecretReader\b/).filter((name) => name.startsWith('src/broker/'));
    expect(readers).toEqual(['src/broker/outbound/target-credentials.ts']);
  });

  it('name the tables of rotations in src/rotation only, and change secrets in src/kms only', () => {
    const inSources = (pattern: RegExp) => filesWith(pattern).filter((name) => name.startsWith('src/'));
    const others = inSources(/kms_rotations|kms_connect_leases|kms_credential_checks/);
    expect(others.filter((name) => !name.startsWith('src/rotation/'))).toEqual([]);
    const changers = inSources(/(update|insert into|delete from) kms_secret/);
    expect(changers.filter((name) => !name.startsWith('src/kms/'))).toEqual([]);
    expect(changers).not.toEqual([]);
  });

  it('name no product in identity and events, which products register with', () => {
    const products = filesWith(/kms|\becs|bastion|broker|rotat|yundun/i);
    expect(products.filter((name) => /^src\/(identity|events)\//.test(name))).toEqual([]);
    expect(products).toEqual(expect.arrayContaining(['src/kms/kms-identity.ts', 'src/ecs/ecs-identity.ts']));
  });

  it('have neither repositories nor SQL in their doors', () => {
    const doors = sources.filter(({ name }) => /^src\/[^/]+\/[^/]+\.api\.ts$/.test(name));
    const heavy = /\b(select|insert into|update|delete from) [a-z_]+ |InjectRepository|getRepository/;
    expect(doors.filter(({ text }) => heavy.test(text.replace(/\/\*\*.*?\*\//gs, ''))).map(({ name }) => name)).toEqual(
      [],
    );
    expect(doors.length).toBeGreaterThan(20);
  });

  it('have a port only where several classes stand behind it', () => {
    const tests = filesOf('test').map(({ text }) => text);
    const everything = [...sources.map(({ text }) => text), ...tests].join('\n');
    const ports = sources
      .filter(({ name }) => /^src\/[^/]+\/[^/]+\.ts$/.test(name))
      .flatMap(({ text }) => [...text.matchAll(/^export abstract class (\w+)/gm)].map(([, port]) => port!));
    const implementationsOf = (port: string) =>
      everything.match(new RegExp(`^(export )?class \\w+ extends ${port}\\b`, 'gm'));
    // Accounts hides the first start, Sealing the keys and their replacement.
    expect(ports.filter((port) => (implementationsOf(port) ?? []).length < 2)).toEqual(['Accounts', 'Sealing']);
    expect(ports.length).toBeLessThan(13);
  });

  it('ask a connection where a call came from in one place of the gateway', () => {
    const askers = filesWith(/\bremoteAddress\b/).filter((name) => name.startsWith('src/gateway/'));
    expect(askers).toEqual(['src/gateway/origin.ts']);
  });

  // A bare now() is SQL's. One after a dot is a clock's, and one with a type or a body declares such a method.
  const otherTime = /clock_timestamp\(\)|current_timestamp|(?<![\w.])now\(\)(?!: | \{)|new Date\(\)|Date\.now\(\)/i;

  it.each([
    ['set at = now() where', true],
    ['at timestamptz default NOW()', true],
    ['select now()::date', true],
    ['at timestamptz default CURRENT_TIMESTAMP', true],
    ['const at = this.clock.now();', false],
    ['const startedAt = performance.now();', false],
    ['abstract now(): Date;', false],
    ['where expires_at < :now', false],
  ])('tell the time from elsewhere, or not: %s', (text, isFromElsewhere) => {
    expect(otherTime.test(text)).toBe(isFromElsewhere);
  });

  it('take the time from Clock, never from PostgreSQL or the machine', () => {
    const clocks = ['src/database/database-clock.ts', 'src/database/database.module.ts'];
    const others = filesWith(otherTime);
    expect(others.filter((name) => !clocks.includes(name) && !name.startsWith('src/demo/'))).toEqual([]);
  });
});

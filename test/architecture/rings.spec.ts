import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

describe('the sources', () => {
  const sources = execFileSync('git', ['ls-files', 'src', 'migrations'], { encoding: 'utf8' })
    .split('\n')
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, text: readFileSync(name, 'utf8') }));

  function filesWith(pattern: RegExp): string[] {
    return sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
  }

  it('read process.env in one place only', () => {
    expect(filesWith(/process\.env\b/)).toEqual(['src/config/environment.ts']);
  });

  it('have no forwardRef, no request-scoped provider and one global module', () => {
    expect(filesWith(/forwardRef|Scope\.REQUEST|AsyncLocalStorage|@Global\(/)).toEqual([]);
    expect(filesWith(/global: true/)).toEqual(['src/config/config.module.ts']);
  });

  it('take the time from Clock, never from PostgreSQL or the machine', () => {
    const clocks = ['src/database/database-clock.ts', 'src/database/database.module.ts'];
    const others = filesWith(/clock_timestamp\(\)|CURRENT_TIMESTAMP|DEFAULT now\(\)|new Date\(\)|Date\.now\(\)/i);
    expect(others.filter((name) => !clocks.includes(name) && !name.startsWith('src/demo/'))).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';

/** Objects of a call die young: in a larger young generation fewer of them survive a collection by chance. */
const flag = '--max-semi-space-size=64';

describe('the service', () => {
  it.each([
    ['package.json', /"start": "node (\S+) scripts/],
    ['package.json', /"demo": "node (\S+) scripts/],
    ['package.json', /"bench": "node (\S+) scripts/],
    ['Dockerfile', /CMD \["node", "(\S+)", "dist/],
    ['scripts/dev.mjs', /\['(\S+)', .*'dist\/src\/main.js'\]/],
  ])('is started from %s with a large young generation: %s', (file, pattern) => {
    expect(pattern.exec(readFileSync(file, 'utf8'))?.[1]).toBe(flag);
  });
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const folders = ['src', 'test', 'migrations', 'scripts'];
const isComment = /^\s*(\/\/|\/\*|\*)/;
// Tools read these to the end of the line.
const isDirective = /\b(oxlint|eslint)-disable/;

describe('comments', () => {
  it('have no line longer than 120 characters', () => {
    const files = execFileSync('git', ['ls-files', ...folders], { encoding: 'utf8' }).split('\n');
    const sources = files.filter((name) => /\.(ts|mjs)$/.test(name));
    expect(sources.length).toBeGreaterThan(1000);
    const long = sources.flatMap((name) =>
      readFileSync(name, 'utf8')
        .split('\n')
        .map((line, index) => ({ line, place: `${name}:${index + 1}` }))
        .filter(({ line }) => line.length > 120 && isComment.test(line) && !isDirective.test(line))
        .map(({ place }) => place),
    );
    expect(long).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { describeWithPythonModules, describeWithSshdAnd } from '../support/requirements.ts';
import { guideBlocks, type Way } from './guide-blocks.ts';
import { GuideWalk } from './guide-walk.ts';

const lines = (file: string) => readFileSync(file, 'utf8').split('\n');

/** As on the page, where `…` stands for what differs from run to run. */
const asOnThePage = (printed: string) => printed.replace(/(?<=\(request )[\w-]+/, '…');

describe('docs/guide.md', () => {
  it('names the versions of the SDK that the tests install', () => {
    const named = lines('docs/guide.md').flatMap((line) => line.match(/[\w-]+==[\d.]+/g) ?? []);
    expect(named).toHaveLength(2);
    expect(lines('test/clients/requirements.txt')).toEqual(expect.arrayContaining(named));
  });
});

describeWithSshdAnd(['curl', 'jq', 'openssl'], 'docs/guide.md, line by line', () => {
  let guide: GuideWalk;
  beforeEach(async () => {
    guide = await GuideWalk.start();
  });
  afterEach(() => guide.stop());

  /** What the blocks print, and what the page says that they do: up to each `text`, and after the last. */
  async function walk(way: Way): Promise<{ printed: string[]; said: string[] }> {
    const blocks = guideBlocks(way, guide.places);
    const printed = [''];
    for (const block of blocks) {
      if (block.language === 'text') printed.push('');
      else printed[printed.length - 1] += asOnThePage(await guide.run(block));
    }
    const said = blocks.filter(({ language }) => language === 'text').map(({ text }) => text);
    return { printed, said: [...said, ''] };
  }

  it('prints what it says with curl', async () => {
    const { printed, said } = await walk('curl');
    expect(printed).toEqual(said);
  }, 240_000);

  describeWithPythonModules(
    ['alibabacloud_kms20160120', 'alibabacloud_yundun_bastionhost20191209'],
    "with Python's SDK",
    () => {
      it('prints what it says', async () => {
        const { printed, said } = await walk('python');
        expect(printed).toEqual(said);
      }, 240_000);
    },
  );
});

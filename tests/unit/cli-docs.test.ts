import { expect, test } from 'vitest';
import { p } from '#api';
import { paramsTable, withParamsTable } from '../../src/cli/params-table.ts';

const params = {
  scale: p.number({ min: .5, max: 20, default: 2, hint: 'How far | near.' }),
  mode: p.choice({ options: ['a', 'b'], default: 'b', apply: 'rebuild' }),
  z: p.latent({ dims: 4, distribution: 'normal' }),
  digit: p.sketch({ width: 28, height: 20 }),
  blocks: p.mask({ count: 24 }),
  few: p.mask({ count: 3, default: '101' }),
  place: p.vec2({ min: -1, max: 1, default: [0, .5], apply: 'reset' }),
};

test('a row for each param, from its declaration', () => {
  expect(paramsTable(params).split('\n').slice(2)).toEqual([
    '| `scale` | number | 0.5 to 20 | `2` | next frame | How far \\| near. |',
    '| `mode` | choice | `a`, `b` | `b` | rebuild |  |',
    '| `z` | latent | 4 dimensions, normal | seed 1, 6 key points a minute | next frame |  |',
    '| `digit` | sketch | 28 × 20 cells of ink | empty | next frame |  |',
    '| `blocks` | mask | 24 of 0 or 1 | all on | next frame |  |',
    '| `few` | mask | 3 of 0 or 1 | `101` | next frame |  |',
    '| `place` | vec2 | two of -1 to 1 | `0, 0.5` | reset |  |',
  ]);
});

test('the table replaces what is between the markers and nothing else', () => {
  const readme = '# A\n<!-- params:start -->\nold\n<!-- params:end -->\nend\n';
  const renewed = withParamsTable(readme, params);
  expect(renewed).toBe(`# A\n<!-- params:start -->\n${paramsTable(params)}\n<!-- params:end -->\nend\n`);
  expect(withParamsTable(renewed!, params)).toBe(renewed);
  expect(withParamsTable('# A\n', params)).toBeUndefined();
});

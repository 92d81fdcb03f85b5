// How a picture lies in a frame of other proportions. Its pixels are proved in tests/browser/engine-inputs.test.ts.

import { expect, test } from 'vitest';
import { framing, type Framing } from './framing.ts';
import definition from './index.ts';

const plain: Framing = { fit: 'cover', zoom: 1, centre: [0, 0], mirror: 'none' };
const wide = { width: 200, height: 100 }, square = { width: 50, height: 50 };

test.each<[string, Partial<Framing>, readonly number[]]>([
  ['cover cuts the ends off', {}, [.5, .5, .5, 1]],
  ['contain leaves room above and below', { fit: 'contain' }, [.5, .5, 1, 2]],
  ['stretch shows all and only that', { fit: 'stretch' }, [.5, .5, 1, 1]],
  ['zoom shows less of both directions', { fit: 'stretch', zoom: 4 }, [.5, .5, .25, .25]],
  ['a mirror turns over', { fit: 'stretch', mirror: 'both' }, [.5, .5, -1, -1]],
])('%s', (_, change, wanted) => {
  expect(framing(wide, square, { ...plain, ...change })).toEqual(wanted);
});

test.each(['cover', 'contain'] as const)('%s: the centre goes exactly to the ends of what there is', (fit) => {
  for (const sign of [-1, 1]) {
    const [x, y, across, down] = framing(wide, square, { ...plain, fit, centre: [sign, sign] });
    for (const [middle, span] of [[x, across], [y, down]] as const) expect(middle + (sign * span) / 2).toBeCloseTo(sign < 0 ? 0 : 1, 12);
  }
});

test('a picture in a frame of its own proportions is the same by all fits', () => {
  for (const fit of ['cover', 'contain', 'stretch'] as const) expect(framing(wide, { width: 30, height: 15 }, { ...plain, fit })).toEqual([.5, .5, 1, 1]);
});

test('as it is means that nothing is done to it', () => {
  expect(definition.presets['as it is']).toEqual({});
  expect([definition.params.exposure.default, definition.params.saturation.default, definition.params.zoom.default, definition.params.mirror.default]).toEqual([0, 1, 1, 'none']);
});

// The order of pieces that feed each other, and the circles that are refused.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chainOrder, closes, refusal, withSources, type Link } from '../../src/core/chain.ts';
import type { Source } from '../../src/core/sources.ts';

const piece = (id: string, ...from: readonly string[]): Link =>
  ({ id, inputs: Object.fromEntries(from.map((name, i) => [`in${i}`, { from: 'piece', piece: name.replace('~', ''), delayed: name.startsWith('~') }])) });
const to = (id: string, delayed = false): Source => ({ from: 'piece', piece: id, delayed });
const ids = (pieces: readonly Link[]): string => chainOrder(pieces).map(({ id }) => id).join(' ');

test.each<[string, readonly Link[], string]>([
  ['nothing connected stays as it lies', [piece('c'), { id: 'a' }, piece('b')], 'c a b'],
  ['what feeds comes first, however it lies', [piece('c', 'b'), piece('b', 'a'), piece('a')], 'a b c'],
  ['two that feed one', [piece('x', 'a', 'b'), piece('b'), piece('a'), piece('y')], 'a b x y'],
  ['one that feeds two', [piece('a'), piece('c', 'a'), piece('b', 'a')], 'a c b'],
  ['the frame before binds nobody', [piece('a', '~b'), piece('b', 'a')], 'a b'],
  ['sources that are not there, or lie outside', [piece('b', 'gone'), { id: 'a', inputs: { in0: { from: 'webcam' } } }], 'b a'],
  ['a circle that came in by a back door', [piece('a', 'b'), piece('b', 'a'), piece('c')], 'b a c'],
  ['a piece that shows itself', [piece('a', 'a'), piece('b')], 'a b'],
])('order: %s', (_, pieces, wanted) => { expect(ids(pieces)).toBe(wanted); });

test('a refusal names the circle and the way out', () => {
  const pieces = [piece('dcgan'), piece('van-gogh', 'dcgan'), piece('frame', 'van-gogh')], recipe = { pieces };
  expect(refusal(recipe, 'dcgan', to('van-gogh'))).toBe('dcgan -> van-gogh -> dcgan would go in a circle; to close it all the same, let dcgan see the frame before instead.');
  expect(refusal(recipe, 'dcgan', to('frame'))).toContain('dcgan -> van-gogh -> frame -> dcgan');
  expect(refusal(recipe, 'frame', to('frame'))).toContain('frame -> frame would go in a circle');
  expect(refusal(recipe, 'frame', to('nobody'))).toBe('There is no piece "nobody" to connect.');
  for (const source of [to('dcgan', true), { from: 'webcam' } as const, to('frame', true)]) expect([refusal(recipe, 'dcgan', source), closes(recipe, 'dcgan', source)]).toEqual(['', false]);
  expect([closes(recipe, 'dcgan', to('frame')), closes(recipe, 'frame', to('dcgan'))]).toEqual([true, false]);
});

/** Pieces connected one by one, as a person does, wherever nothing is refused. */
const connected = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.boolean()), { maxLength: 40 })).map(([count, wishes]) => {
  const pieces: Link[] = Array.from({ length: count }, (_, i) => ({ id: `p${i}`, inputs: {} }));
  const refused: [string, Source][] = [];
  for (const [n, [a, b, delayed]] of wishes.entries()) {
    const at = a % count, source = to(`p${b % count}`, delayed), { id, inputs } = pieces[at]!;
    if (closes({ pieces }, id, source)) refused.push([id, source]);
    else pieces[at] = { id, inputs: { ...inputs, [`in${n}`]: source } };
  }
  return { pieces, refused };
});

test('whatever is connected, all pieces are in the order, each behind those it shows', () => {
  fc.assert(fc.property(connected, ({ pieces }) => {
    const order = chainOrder(pieces), place = new Map(order.map(({ id }, i) => [id, i]));
    expect([...order].sort((a, b) => pieces.indexOf(a) - pieces.indexOf(b))).toEqual(pieces);
    for (const { id, inputs } of pieces) for (const source of Object.values(inputs!)) {
      if (source.from === 'piece' && !source.delayed) expect(place.get(source.piece)).toBeLessThan(place.get(id)!);
    }
    expect(chainOrder(order)).toEqual(order);
  }));
});

test('only what would close a circle is refused, and stays refused; delayed, nothing is', () => {
  fc.assert(fc.property(connected, ({ pieces, refused }) => {
    for (const [id, source] of refused) {
      expect(refusal({ pieces }, id, source)).toMatch(new RegExp(`^${id} -> (.+ -> )?${id} would go in a circle`));
      expect(closes({ pieces }, id, { ...source, delayed: true } as Source)).toBe(false);
    }
  }));
});

test('what is seen brings along all that it is painted from, delayed or not, and round in a circle', () => {
  const from = (piece: string, delayed = false): Source => ({ from: 'piece', piece, delayed });
  const pieces = [{ id: 'a', inputs: { x: from('b', true) } }, { id: 'b', inputs: { x: from('c'), y: from('a', true) } }, { id: 'c' }, { id: 'd', inputs: { x: from('a') } }];
  expect([...withSources(pieces, new Set(['a']))].sort()).toEqual(['a', 'b', 'c']);
  expect([...withSources(pieces, new Set(['c']))]).toEqual(['c']);
  expect([...withSources(pieces, new Set())]).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Output } from '#api';
import { createBlitter, type Blitter } from '../../src/gpu/blit.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { createEmission, EMISSION_SIDE } from '../../src/gpu/emission.ts';
import { createPicture, type Picture } from '../../src/gpu/picture.ts';
import { readTexture } from '../support/read-texture.ts';

let gpu: Gpu, blitter: Blitter;
beforeAll(async () => {
  gpu = await openDevice(navigator.gpu);
  blitter = createBlitter(gpu.device);
});
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  gpu.dispose();
});

/** Paints `expression` of `p`, the pixel, and `n`, the size, into an output. */
const paint = ({ view, width, height }: Output, expression: string): void => {
  const { device } = gpu;
  const code = `@group(0) @binding(0) var picture: texture_storage_2d<rgba16float, write>;
@compute @workgroup_size(1) fn main(@builtin(global_invocation_id) id: vec3u) {
  let p = vec2f(id.xy); let n = vec2f(textureDimensions(picture));
  textureStore(picture, id.xy, ${expression});
}`;
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module: device.createShaderModule({ code }) } });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: view }] }));
  pass.dispatchWorkgroups(width, height);
  pass.end();
  device.queue.submit([encoder.finish()]);
};
const finish = (picture: Picture, level: 'full' | 'half' | 'quarter' = 'full', again = false): void => {
  const encoder = gpu.device.createCommandEncoder();
  picture.finish(encoder, level, again);
  gpu.device.queue.submit([encoder.finish()]);
};
const shown = (picture: Picture, mip = 0): Promise<Float32Array> => readTexture(gpu.device, picture.textures[picture.front], mip);

describe('mip levels', () => {
  test('each pixel is the mean of the four below it, down to one', async () => {
    const picture = createPicture(gpu.device, blitter, 16, 8, 'test');
    paint(picture.target('full'), 'vec4f(p.x / 16, p.y / 8, f32((u32(p.x) ^ u32(p.y)) & 1u), 1)');
    finish(picture);
    let below = await shown(picture), [w, h] = [16, 8];
    for (let mip = 1; mip < 5; mip++) {
      const level = await shown(picture, mip);
      const [lw, lh] = [Math.max(1, w / 2), Math.max(1, h / 2)];
      for (let i = 0; i < level.length; i++) {
        const c = i % 4, x = Math.floor(i / 4) % lw, y = Math.floor(i / 4 / lw);
        const four = [0, 1].flatMap((dy) => [0, 1].map((dx) => below[4 * (Math.min(h - 1, 2 * y + dy) * w + Math.min(w - 1, 2 * x + dx)) + c]!));
        expect(level[i]).toBeCloseTo(four.reduce((sum, v) => sum + v, 0) / 4, 3);
      }
      [below, w, h] = [level, lw, lh];
    }
    expect(below).toHaveLength(4);
    picture.dispose();
  });

  test('of an even picture keep its mean at every size, whatever its sides', async () => {
    for (const [width, height] of [[33, 17], [1, 5], [100, 3]] as const) {
      const picture = createPicture(gpu.device, blitter, width, height, 'test');
      paint(picture.target('full'), 'vec4f(.5, .25, .75, 1)');
      finish(picture);
      const last = Math.floor(Math.log2(Math.max(width, height)));
      expect([...await shown(picture, last)].slice(0, 4)).toEqual([.5, .25, .75, 1]);
      picture.dispose();
    }
  });
});

test('one texture is shown while the other is painted', async () => {
  const picture = createPicture(gpu.device, blitter, 4, 4, 'test');
  const colors = ['vec4f(1, 0, 0, 1)', 'vec4f(0, 1, 0, 1)', 'vec4f(0, 0, 1, 1)'];
  const seen: number[][] = [];
  for (const [i, color] of colors.entries()) {
    const before = picture.front;
    paint(picture.target('full'), color);
    if (i > 0) seen.push([...await shown(picture)].slice(0, 3));
    expect(picture.front).toBe(before);
    finish(picture);
    expect(picture.front).not.toBe(before);
    seen.push([...await shown(picture)].slice(0, 3));
  }
  expect(seen).toEqual([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]]);
  expect(picture.count).toBe(3);
  picture.dispose();
});

test('painted again, it takes the place of the one on show and leaves the one before; one that is withdrawn is none', async () => {
  const picture = createPicture(gpu.device, blitter, 4, 4, 'test');
  const add = (red: number, again = false): void => {
    paint(picture.target('full'), `vec4f(${red}, 0, 0, 1)`);
    finish(picture, 'full', again);
  };
  add(.25, true);
  add(.5);
  const { front } = picture;
  add(1, true);
  expect([picture.front, picture.count, picture.painted[front], picture.painted[1 - front]]).toEqual([front, 3, 3, 1]);
  expect([(await shown(picture))[0], (await readTexture(gpu.device, picture.textures[1 - front]!))[0]]).toEqual([1, .25]);
  add(.75);
  picture.show(front);
  expect([picture.front, picture.painted[front], picture.painted[1 - front]]).toEqual([front, 3, 0]);
  picture.dispose();
});

test.each([['half', 8], ['quarter', 4]] as const)('a picture at level %s is computed at %d pixels and enlarged smoothly', async (level, side) => {
  const picture = createPicture(gpu.device, blitter, 16, 16, 'test');
  const target = picture.target(level);
  expect([target.width, target.height]).toEqual([side, side]);
  paint(target, 'vec4f(p / n, 0, 1)');
  finish(picture, level);
  const pixels = await shown(picture);
  const at = (i: number): number => Math.min(side - 1, Math.max(0, ((i + .5) * side) / 16 - .5)) / side;
  for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) {
    expect(pixels[4 * (16 * y + x)]).toBeCloseTo(at(x), 2);
    expect(pixels[4 * (16 * y + x) + 1]).toBeCloseTo(at(y), 2);
  }
  expect([...(await shown(picture, 4))][0]).toBeCloseTo((side - 1) / 2 / side, 2);
  picture.dispose();
});

test('disposing frees its textures, those of lower levels, too', () => {
  const before = gpu.audit.textures;
  const picture = createPicture(gpu.device, blitter, 16, 16, 'test');
  picture.target('half');
  picture.target('quarter');
  picture.target('quarter');
  expect(gpu.audit.textures).toBe(before + 4);
  picture.dispose();
  expect(gpu.audit.textures).toBe(before);
});

test('a borrower keeps what is shown alive beyond its end, and no longer than he holds it', async () => {
  const before = gpu.audit.textures, picture = createPicture(gpu.device, blitter, 4, 4, 'test');
  paint(picture.target('full'), 'vec4f(.5, 0, 0, 1)');
  finish(picture);
  const first = picture.borrow(), second = picture.borrow();
  first();
  first();
  picture.dispose();
  expect(gpu.audit.textures).toBe(before + 2);
  expect((await shown(picture))[0]).toBe(.5);
  second();
  expect(gpu.audit.textures).toBe(before);
});

describe('what pictures give off', () => {
  const side = EMISSION_SIDE;

  test('is what is seen of them: both textures blended, whatever their size and shape, with levels; encoded where it changed', async () => {
    const emission = createEmission(gpu.device, 3);
    const make = (width: number, height: number, ...looks: string[]): Picture => {
      const picture = createPicture(gpu.device, blitter, width, height, 'test');
      for (const look of looks) {
        paint(picture.target('full'), look);
        finish(picture);
      }
      return picture;
    };
    const flat = make(16, 8, 'vec4f(1, 0, 0, 1)', 'vec4f(0, 1, 0, 1)'), wide = make(4 * side, side / 2, 'vec4f(p.x / n.x, p.y / n.y, f32((u32(p.x) ^ u32(p.y)) & 1u), 1)');
    // The second painting went to the first texture.
    const sources = [{ picture: flat, share: .25 }, { picture: wide, share: 1 }];
    expect(emission.update(sources)).toBe(true);
    const first = await readTexture(gpu.device, emission.texture, 0, 0);
    expect([first[0], first[1], first[4 * (side * side - 1)]]).toEqual([.25, .75, .25]);
    const second = await readTexture(gpu.device, emission.texture, 0, 1);
    for (const [x, y] of [[10, 20], [100, 64], [60, 120]] as const) {
      const at = second.slice(4 * (y * side + x));
      expect(at[0]).toBeCloseTo((x + .5) / side, 2);
      expect(at[1]).toBeCloseTo((y + .5) / side, 1);
      // The finest checks are no longer seen.
      expect(at[2]).toBeCloseTo(.5, 2);
    }
    const [red, green] = await readTexture(gpu.device, emission.texture, Math.log2(side), 1);
    expect([red, green]).toEqual([expect.closeTo(.5, 2), expect.closeTo(.5, 1)]);
    expect((await readTexture(gpu.device, emission.texture, 0, 2)).every((x) => x === 0)).toBe(true);
    expect(emission.update(sources)).toBe(false);
    expect(emission.update([{ picture: flat, share: .5 }, sources[1]!])).toBe(true);
    expect((await readTexture(gpu.device, emission.texture, 3, 0)).slice(0, 2)).toEqual(new Float32Array([.5, .5]));
    finish(flat, 'full', true);
    expect(emission.update([{ picture: flat, share: .5 }, sources[1]!])).toBe(true);
    // Another picture in a layer's place.
    expect(emission.update([sources[1]!])).toBe(true);
    expect((await readTexture(gpu.device, emission.texture, Math.log2(side), 0))[0]).toBeCloseTo(.5, 2);
    for (const owned of [flat, wide, emission]) owned.dispose();
  });
});

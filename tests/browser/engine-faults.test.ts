// A faulty plugin fails its own piece, and nothing else: last picture kept, cause named, tried again on a change.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { flatPlugin, type Fault } from '../support/flat-plugin.ts';
import { openStudio, type Studio } from '../support/studio.ts';

let gpu: Gpu, studio: Studio;
let trouble: { at?: Fault | undefined } = {};
let calls: string[] = [];
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
beforeEach(() => {
  trouble = {};
  calls = [];
  studio = openStudio(gpu, [flatPlugin('flaky', { trouble, calls, steps: 2 }), flatPlugin('steady')]);
});
afterAll(() => { gpu.dispose(); });

const both = (params: object = {}, steady: object = {}): object => ({ pieces: [{ id: 'bad', plugin: 'flaky', params }, { id: 'good', plugin: 'steady', params: steady }] });
const notices = (): string[] => studio.notices.list.map(({ text }) => text);
/** Long enough for the device to have told of errors. */
const told = async (): Promise<void> => { await gpu.device.queue.onSubmittedWorkDone(); };

const expectFailed = async (during: string, cause: RegExp): Promise<void> => {
  await told();
  expect(studio.piece('bad').state).toBe('failed');
  expect(notices()).toEqual([expect.stringMatching(new RegExp(`^plugins/flaky failed in ${during}: ${cause.source}`))]);
};

describe('from the first moment', () => {
  test.each<[Fault, string, RegExp]>([
    ['create', 'create', /boom in create/], ['infer', 'create', /boom in infer/], ['step', 'create', /boom in step/], ['between steps', 'create', /boom in between steps/],
    ['commands', 'create', /.*(bind group|BindGroup)/i], ['wgsl', 'create', /.*[Ii]nvalid/],
  ])('%s: the piece fails without a picture, the other paints', async (at, during, cause) => {
    trouble.at = at;
    await studio.show(both());
    await studio.paint();
    await expectFailed(during, cause);
    expect(studio.piece('bad').picture).toBeUndefined();
    expect((await studio.pixel('good'))[0]).toBe(.5);
    expect(calls.filter((call) => call === 'create')).toHaveLength(1);
  });
});

describe('while it runs', () => {
  const start = async (): Promise<number[]> => {
    await studio.show(both({ level: .25 }));
    studio.exact();
    return studio.pixel('bad');
  };

  test.each<[Fault, RegExp]>([['infer', /boom in infer/], ['between steps', /boom in between steps/], ['step', /boom in step/], ['commands', /.*(bind group|BindGroup)/i]])('%s: it keeps its last picture, the other goes on', async (at, cause) => {
    const last = await start();
    trouble.at = at;
    await studio.paint();
    await expectFailed('infer', cause);
    await studio.show(both({ level: .25 }, { level: 1 }));
    await studio.paint();
    expect(await studio.pixel('bad')).toEqual(last);
    expect((await studio.pixel('good'))[0]).toBe(1);
  });

  test('commands that the device refuses after several good pictures: the newest good one stays', async () => {
    await start();
    for (const level of [.5, .75]) {
      await studio.show(both({ level }));
      await studio.paint();
    }
    trouble.at = 'commands';
    await studio.paint();
    await expectFailed('infer', /.*(bind group|BindGroup)/i);
    expect((await studio.pixel('bad'))[0]).toBe(.75);
  });

  test('reset: it keeps its last picture', async () => {
    const last = await start();
    trouble.at = 'reset';
    await studio.show(both({ level: .25, toned: 1 }));
    await studio.paint();
    await expectFailed('reset', /boom in reset/);
    expect(await studio.pixel('bad')).toEqual(last);
  });

  test('a rebuild that fails leaves the old picture', async () => {
    const last = await start();
    trouble.at = 'create';
    await studio.show(both({ level: .25, built: 1 }));
    await studio.paint();
    await expectFailed('create', /boom in create/);
    expect(await studio.pixel('bad')).toEqual(last);
  });

  test('a rebuild to another size that fails leaves the old picture at the old size', async () => {
    const last = await start();
    trouble.at = 'infer';
    await studio.show({ pieces: [{ id: 'bad', plugin: 'flaky', params: { level: .25 }, size: [32, 32] }] });
    await studio.paint();
    await expectFailed('create', /boom in infer/);
    expect(studio.piece('bad').picture!.width).toBe(8);
    expect(await studio.pixel('bad')).toEqual(last);
  });

  test('dispose, at a rebuild: the fault is told', async () => {
    await start();
    trouble.at = 'dispose';
    await studio.show(both({ built: 1 }));
    await studio.paint();
    await expectFailed('dispose', /boom in dispose/);
  });

  test('dispose, at removal: the piece is gone, the fault is told, the other goes on', async () => {
    await start();
    trouble.at = 'dispose';
    await studio.show({ pieces: [{ id: 'good', plugin: 'steady', params: { level: 1 } }] });
    await studio.paint();
    expect(studio.engine.pieces.map(({ id }) => id)).toEqual(['good']);
    expect(notices()).toEqual([expect.stringMatching(/^plugins\/flaky failed in dispose: boom in dispose/)]);
    expect((await studio.pixel('good'))[0]).toBe(1);
  });
});

describe('after it failed', () => {
  const fail = async (): Promise<void> => {
    await studio.show(both({ level: .25 }));
    studio.exact();
    trouble.at = 'infer';
    await studio.paint();
    expect(studio.piece('bad').state).toBe('failed');
  };

  test('it is left alone until one of its params changes', async () => {
    await fail();
    const before = [...calls];
    for (let i = 0; i < 5; i++) studio.live();
    await studio.show(both({ level: .25 }, { level: 0 }));
    await studio.show({ pieces: [{ id: 'bad', plugin: 'flaky', params: { level: .25 }, view: { x: 3 } }] });
    studio.live();
    expect(calls).toEqual(before);
  });

  test('a change of any param tries again; when it works the notice is withdrawn', async () => {
    await fail();
    trouble.at = undefined;
    await studio.show(both({ level: 1 }));
    await studio.paint();
    expect(studio.piece('bad').state).toBe('running');
    expect(notices()).toEqual([]);
    expect((await studio.pixel('bad'))[0]).toBe(1);
  });

  test('a change that does not help fails again, with one notice', async () => {
    await fail();
    await studio.show(both({ level: 1 }));
    await studio.paint();
    await expectFailed('create', /boom in infer/);
    expect((await studio.pixel('bad'))[0]).toBe(.25);
  });

  test('removing it takes its notice along', async () => {
    await fail();
    await studio.show({ pieces: [] });
    expect(notices()).toEqual([]);
  });
});

test('exact frames survive a faulty plugin, too', async () => {
  await studio.show(both());
  studio.exact();
  trouble.at = 'step';
  studio.exact();
  await expectFailed('infer', /boom in step/);
  expect((await studio.pixel('good'))[3]).toBeCloseTo(2 / 60, 3);
});

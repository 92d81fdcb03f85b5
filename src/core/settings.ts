// The settings of the scene, declared with the same param kinds as a plugin's, so that the panel, the link, undo and
// the parser need to know only one mechanism. Inert data: `scene` and `engine` give it meaning. Lengths are metres.

import { p, type States } from '#api';

/** Where a piece hangs and as what. */
export const viewParams = {
  kind: p.choice({ label: 'show as', options: ['framed', 'panel', 'relief', 'sphere', 'torus', 'points', 'full'], default: 'framed', hint: 'What carries the picture: a framed picture, a bare panel, a relief raised by its light, a sphere, a torus, a cloud of points, or the whole window.' }),
  x: p.number({ min: -12, max: 12, default: 0, hint: 'Metres right of the middle of the wall.' }),
  y: p.number({ min: 0, max: 8, default: 1.75, hint: 'Metres above the floor.' }),
  z: p.number({ min: -8, max: 8, default: 0, hint: 'Metres in front of the wall.' }),
  turn: p.number({ min: -180, max: 180, default: 0, hint: 'Degrees around the vertical.' }),
  width: p.number({ min: .2, max: 8, default: 1.6, hint: 'Width in metres; the height follows the picture.' }),
  frame: p.choice({ options: ['none', 'dark', 'oak', 'brass'], default: 'dark', hint: 'The moulding of a framed picture.' }),
  mat: p.number({ min: 0, max: .4, default: 0, hint: 'Width of the paper mat, as a share of the picture.' }),
  glow: p.number({ min: 0, max: 2, default: .6, hint: 'How much the picture shines by itself; 0 is paper under a lamp.' }),
  upscale: p.choice({ label: 'upscaler', options: ['off', '4x'], default: 'off', hint: 'A net enlarges the small picture fourfold, sharper than the eye would; at lower quality it pauses. Slow without a graphics processor.' }),
  depth: p.number({ min: 0, max: 1, default: .35, hint: 'How far light parts rise in the relief and point views.' }),
};

export const cameraParams = {
  azimuth: p.number({ min: -180, max: 180, default: 0, hint: 'Degrees around the target.' }),
  elevation: p.number({ min: -5, max: 80, default: 1, hint: 'Degrees above the horizon.' }),
  distance: p.number({ min: .5, max: 20, default: 8.4, hint: 'Metres from the target.' }),
  targetX: p.number({ label: 'target x', min: -12, max: 12, default: 0 }),
  targetY: p.number({ label: 'target y', min: 0, max: 8, default: 1.5 }),
  targetZ: p.number({ label: 'target z', min: -8, max: 8, default: 0 }),
  lens: p.number({ min: 15, max: 90, default: 38, hint: 'Vertical field of view in degrees.' }),
  drift: p.number({ min: 0, max: 1, default: .35, hint: 'Slow movement of the camera by itself; 0 stands still.' }),
};

export const roomParams = {
  room: p.choice({ options: ['gallery', 'void'], default: 'gallery', hint: 'A wall and a floor, or darkness.' }),
  wall: p.color({ default: '#34373f' }),
  light: p.number({ min: 0, max: 3, default: 1, hint: 'Brightness of the lamps.' }),
  spill: p.number({ min: 0, max: 3, default: 1, hint: "How much of the pictures' own light falls on wall and floor." }),
  reflection: p.number({ min: 0, max: 1, default: .5, hint: 'How much the floor mirrors.' }),
};

export const postParams = {
  exposure: p.number({ min: .2, max: 3, default: 1 }),
  bloom: p.number({ min: 0, max: 1.5, default: .25 }),
  trails: p.number({ min: 0, max: .98, default: 0, hint: 'Feedback: how much of the last frame stays.' }),
  grain: p.number({ min: 0, max: .1, default: .006 }),
  vignette: p.number({ min: 0, max: 1, default: .35 }),
};

export const budgetParams = {
  milliseconds: p.number({ label: 'ms per frame', min: .5, max: 100, default: 8, hint: 'GPU time that a sixtieth of a second may spend on painting pictures; a frame of a faster screen, its share of it.' }),
  quality: p.choice({ options: ['auto', 'full', 'half', 'quarter'], default: 'auto', hint: 'Auto lowers the resolution of pictures that do not fit the budget.' }),
  fps: p.int({ label: 'most frames / s', min: 0, max: 240, default: 0, hint: 'Frames a second that are shown at most; 0 is as many as the screen has.' }),
  saver: p.toggle({ label: 'power saver', default: false, hint: 'For a laptop on battery: at most 30 frames a second, half the budget, and no finer pixels than the page has.' }),
};

/** Groups of settings in the order of the panel. */
export const settingsParams = { camera: cameraParams, room: roomParams, post: postParams, budget: budgetParams } as const;

export type SettingsGroup = keyof typeof settingsParams;
export type Settings = { readonly [G in SettingsGroup]: States<(typeof settingsParams)[G]> };
export type View = States<typeof viewParams>;
export type ViewKind = View['kind'];

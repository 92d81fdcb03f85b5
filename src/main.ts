// The viewer's composition root: the only file that knows every room, and with `cli` the only one that knows the wall
// clock, animation frames and chance of the host.

import nightGallery from '../assets/compositions/night-gallery.json';
import { EngineError, deviceLost, reason } from './core/errors.ts';
import { decodeLink } from './core/link.ts';
import { createNotices } from './core/notices.ts';
import { parseRecipe, type Recipe } from './core/recipe.ts';
import { createDownloads } from './downloads.ts';
import { readingsOf } from './engine/readings.ts';
import { openCostBook } from './engine/schedule/book.ts';
import { pageGlimpses } from './glimpses.ts';
import { openDevice, type Gpu } from './gpu/device.ts';
import { recipeInFile } from './record/extract.ts';
import { followSaves, viewerRegistry, weightsAddresses } from './registry.ts';
import { createRecorder } from './record/recorder.ts';
import { RECIPE_TAG } from './record/recipe-tag.ts';
import type { Metadata } from './record/writer.ts';
import { createRecording } from './recording.ts';
import { keptSamples, pageSamples } from './samples.ts';
import { publish } from './scripting.ts';
import { openKeptFiles } from './sources/kept-files.ts';
import { createOpenFeed } from './sources/open.ts';
import { openCheckpoints } from './sources/checkpoints.ts';
import { createCut } from './sources/cut.ts';
import { createShelf } from './sources/shelf.ts';
import { openStills } from './sources/stills.ts';
import { createTuning, type TuningWork } from './tuning/desk.ts';
import { openerOf } from './tuning/place.ts';
import { bindKeys } from './ui/keys.ts';
import { createPanel } from './ui/panel.ts';
import { createProgress } from './ui/progress.ts';
import { showUnsupported } from './ui/unsupported.ts';
import type { PanelHost } from './ui/host.ts';
import { createViewer, type Viewer } from './viewer.ts';
import type { ViewerOptions } from './viewer-options.ts';
import { compilingText, createWarmUp } from './warm-up.ts';

/** `?headless`: no panel, paused, nothing rendered unasked; scripts and the command line drive the page. */
const headless = new URLSearchParams(location.search).has('headless');
const canvas = document.querySelector<HTMLCanvasElement>('#stage')!;
const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** Who is asked for camera and screen: the browser, which asks a person; where nobody is, there are none. */
const cameras = headless ? { mediaDevices: undefined, permissions: navigator.permissions, userActivation: navigator.userActivation } : navigator;

const store: PanelHost['store'] = { get: (key) => localStorage.getItem(key), set: (key, text) => localStorage.setItem(key, text) };

const panelHost = (viewer: Viewer, { device }: Gpu, registry: PanelHost['registry'], notices: PanelHost['notices'], sources: PanelHost['sources'], recording: PanelHost['recording'], tuning: PanelHost['tuning']): PanelHost => {
  let focused: string | undefined;
  return {
    document: viewer.document, registry, notices, sources, recording, tuning, store,
    samples: pageSamples(viewer.engine),
    glimpse: pageGlimpses(viewer.engine, device),
    time: () => viewer.clock.time,
    get playing() { return viewer.clock.playing; },
    play: () => viewer.clock.play(),
    pause: () => viewer.clock.pause(),
    step: (frames) => viewer.step(frames),
    stats: () => viewer.stats(),
    readings: (id) => readingsOf(viewer.engine.pieces.find((piece) => piece.id === id)),
    get focused() { return focused; },
    focus(id) {
      focused = id;
      viewer.engine.focus(id);
    },
    load: async (raw) => void await viewer.load(raw),
    snapshot: () => viewer.snapshot(),
    link: () => new URL(viewer.link(), location.href).href,
    print: (order, write, watch) => viewer.print(order, write, watch),
    recipeIn: recipeInFile,
    still: (scale = 1) => viewer.still({ width: canvas.clientWidth * scale * devicePixelRatio, height: canvas.clientHeight * scale * devicePixelRatio }),
  };
};

/** tfjs, its code fetched when a plugin first asks for tensors. */
const lazyTensors = (gpu: Gpu): ViewerOptions['tensors'] => {
  let opening: Promise<void> | undefined, count = (): number => 0;
  return {
    open: () => opening ??= import('./gpu/tf-backend.ts').then(({ openTensors }) => openTensors(gpu)).then((tensors) => { count = tensors.count; }),
    count: () => count(),
  };
};

/** What steps cost on this device, kept in the browser from one visit to the next; where it keeps nothing, every visit learns anew. */
const keptCosts = ({ adapterInfo: { vendor, architecture, device, description } }: Gpu): ReturnType<typeof openCostBook> => {
  const key = `driftloom.costs ${[vendor, architecture, device, description].join(' ')}`;
  const quietly = <T>(action: () => T): T | null => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  const book = openCostBook(quietly(() => localStorage.getItem(key)));
  const keep = (): void => {
    const text = book.text();
    if (text) quietly(() => localStorage.setItem(key, text));
  };
  // Not every page is told that it is left.
  addEventListener('pagehide', keep);
  addEventListener('visibilitychange', keep);
  setInterval(keep, 30_000);
  return book;
};

/** Keeps the address bar a link to what was last changed, stopped or left, and follows links pasted into it. */
const followAddress = (viewer: Viewer, open: () => Promise<void>): void => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = location.hash;
  const write = (): void => history.replaceState(null, '', written = viewer.link());
  viewer.document.subscribe(() => {
    clearTimeout(timer);
    timer = setTimeout(write, 300);
  });
  viewer.clock.onStop(write);
  addEventListener('visibilitychange', write);
  addEventListener('hashchange', () => {
    if (location.hash !== written) void open();
    written = location.hash;
  });
};

const start = async (): Promise<void> => {
  const notices = createNotices();
  const progress = createProgress(document.body);
  let starting: readonly [text: string, fraction: number] | undefined;
  const show = (...stage: [text: string, fraction: number]): void => progress.show(...(starting = stage));
  const loadWeights = createDownloads({
    addresses: weightsAddresses,
    show(text, fraction) {
      if (text !== undefined) progress.show(text, fraction);
      else if (starting) progress.show(...starting);
      else progress.done();
    },
  });
  show('Opening the graphics device', .1);
  const gpu = await openDevice(navigator.gpu);
  const registry = viewerRegistry();
  const files = openKeptFiles(notices), stills = openStills(async () => (await import('./stills.ts')).stillAddresses);

  /** The recipe in the address, or the default composition; what could not be used is one notice. */
  const read = async (): Promise<Recipe> => {
    const { value, error } = decodeLink(location.hash);
    if (error) notices.add('recipe', `${error.message}. The default composition is shown instead.`);
    const { recipe, problems } = await parseRecipe(value ?? nightGallery, registry.load);
    if (problems.length > 0) notices.add('recipe', `Not everything in the link could be used: ${problems.join('; ')}.`);
    return recipe;
  };
  show('Loading plugins', .3);
  const recipe = await read();

  show('Starting the scene', .6);
  const tensors = lazyTensors(gpu), openFeed = createOpenFeed({ files, stills, host: cameras });
  const teaching: { desk?: TuningWork } = {};
  const viewer = await createViewer({ gpu, registry, notices, canvas, now: () => performance.now(), tensors, loadWeights, openFeed, lessons: async () => teaching.desk?.film(), ...(headless ? {} : { book: keptCosts(gpu) }), still: !headless && calm.matches, unseen: headless }, recipe);
  if (headless) viewer.clock.pause();
  if (calm.matches && !headless) notices.add('calm', 'Your system asks for less motion, so time stands still. Space starts it.');
  if (gpu.software && !headless) notices.add('software', 'The browser found no graphics card and draws in software: everything works, slowly and less sharp.');
  const tuning = teaching.desk = createTuning({
    pupils: viewer, notices, loadWeights, openFeed, cut: createCut(files, stills), now: () => performance.now(),
    open: openerOf({ software: gpu.software, tensors: tensors.open, onLeft: viewer.engine.onLeft, now: () => performance.now() }),
    checkpoints: openCheckpoints(() => Date.now()), kept: keptSamples(viewer),
  });
  const lost = gpu.device.lost.then(({ message, reason: why }): never => { throw why === 'destroyed' ? new Error('the session has ended') : deviceLost(message); });
  const metadata = (): Metadata => ({ key: RECIPE_TAG, text: viewer.carried() });
  const recorder = createRecorder({ film: viewer.film, now: () => performance.now(), time: () => viewer.clock.time, title: () => viewer.document.recipe.title, metadata, lost });
  const recording = createRecording({ viewer, recorder, canvas, notices, store, now: () => performance.now(), metadata });
  // What was being recorded is brought to its end first, and told of.
  lost.catch(async (error: unknown) => {
    if (error instanceof EngineError) showUnsupported(document.body, new EngineError(error.code, error.message, { hint: `${error.hint} ${await recording.settled()}`.trim() }));
  });
  gpu.audit.onError((message) => notices.add('gpu', `The graphics device refused a command: ${message.split('\n')[0] ?? ''}`));

  const warming = setInterval(() => {
    const now = compilingText(viewer.engine.pieces.map(({ state }) => state));
    if (now) show(now.text, .6 + .3 * now.fraction);
  }, 100);
  await viewer.engine.settled();
  clearInterval(warming);
  show('Painting', .9);
  addEventListener('resize', viewer.resize);
  followAddress(viewer, async () => {
    const { value, error } = decodeLink(location.hash);
    if (error) notices.add('recipe', `${error.message}. The scene stays as it was.`);
    else await viewer.load(value ?? nightGallery);
  });
  followSaves(registry, (id) => {
    notices.remove(`save ${id}`);
    viewer.replaced(id);
  }, (id, why) => notices.add(`save ${id}`, `plugins/${id} could not be replaced: ${why}. The version before goes on.`));

  if (!headless) {
    const host = panelHost(viewer, gpu, registry, notices, createShelf(files, stills, viewer.engine.inputs), recording, tuning);
    const panel = createPanel(host, document.body);
    bindKeys(host, panel);
    // The composition is centred in what the panel leaves free.
    new ResizeObserver(() => viewer.cover(panel.hidden ? 0 : innerWidth - panel.element.getBoundingClientRect().left)).observe(panel.element);
    const warmUp = createWarmUp(viewer.engine, progress);
    setInterval(() => {
      if (document.hidden) return;
      panel.update();
      if (!starting) warmUp();
    }, 250);
  }
  if (headless) await viewer.step(0);
  else await new Promise<void>((painted) => requestAnimationFrame(function loop(timestamp) {
    requestAnimationFrame(loop);
    try {
      viewer.frame(timestamp);
    } catch (error) {
      notices.add('frame', `A frame failed: ${reason(error)}`);
    }
    // The curtain rises when every piece has something to show.
    if (viewer.engine.pieces.every(({ picture, state }) => state === 'failed' || (picture?.count ?? 0) > 0)) painted();
  }));
  canvas.classList.add('lit');
  starting = undefined;
  progress.done();
  published.resolve({ viewer, recorder, tuning });
};

const published = publish();
start().catch((error: unknown) => {
  published.reject(error);
  showUnsupported(document.body, error instanceof EngineError ? error : new EngineError('gpu', `Driftloom could not start: ${reason(error)}.`, { cause: error, hint: 'Reload the page; if it stays, the browser console says more.' }));
});

// From the rendered scene to the window: bloom, feedback trails, tone mapping, vignette and grain. Grain and trails
// follow the frame's index, never the wall clock, so that recordings repeat.

import { HalfFloatType, LinearFilter, RenderPipeline, RenderTarget, Vector2, type Camera, type Node, type Object3D, type Scene, type WebGPURenderer } from 'three/webgpu';
import { float, hash, max, mix, pass, renderOutput, screenCoordinate, smoothstep, texture, uniform, vec4 } from 'three/tsl';
import { afterImage } from 'three/addons/tsl/display/AfterImageNode.js';
import { bloom } from 'three/addons/tsl/display/BloomNode.js';
import type { Settings } from '../core/settings.ts';
import { nextFrame } from './off-screen.ts';

export interface Post {
  apply(settings: Settings['post']): void;
  /** From now on: nothing where nothing hangs, in place of the background; glow is as opaque as it is bright. */
  transparent(on: boolean): void;
  /** Trails of what was rendered before are gone. */
  forget(): void;
  /** `frame` names the grain: the same for the same moment. */
  render(frame: number): void;
  /** Compiles what an object that nobody sees yet will need in the scene, beside the window's frames; nothing else may render meanwhile. */
  compile(object: Object3D): Promise<void>;
  /** Keeps the glow of the whole picture, at the renderer's size, for the tiles that follow. */
  glow(): void;
  /** A tile of a picture of `whole` pixels, whose first is `corner`. Trails are left out. */
  tile(frame: number, corner: readonly [number, number], whole: readonly [number, number]): void;
  /** Frees what tiles needed. */
  endTiles(): void;
  dispose(): void;
}

export const createPost = (renderer: WebGPURenderer, scene: Scene, camera: Camera): Post => {
  const vignette = uniform(.35), grain = uniform(.012), frame = uniform(0), damp = uniform(0), open = uniform(0);
  /** Of what is rendered in the whole picture, in pixels. */
  const corner = uniform(new Vector2()), whole = uniform(new Vector2(1, 1)), at = screenCoordinate.add(corner), place = at.div(whole);
  const scenePass = pass(scene, camera);
  const color = scenePass.getTextureNode();
  const glare = bloom(color, .22, .7, .82);
  const lit = color.add(glare);

  const finish = (input: Node<'vec4'>): Node<'vec4'> => {
    const shown = renderOutput(input) as Node<'vec4'>;
    const away = place.sub(.5).length();
    const shade = float(1).sub(vignette.mul(smoothstep(.25, .95, away)));
    // Two hashes added: near enough to normal, and the same for the same frame.
    const pixel = at.x.toUint().add(at.y.toUint().mul(8192));
    const draw = (stream: number): Node<'float'> => hash(pixel.add(frame.toUint().mul(2).add(stream).mul(0x1000000 + 4099)));
    const noise = draw(0).add(draw(1)).sub(1).mul(grain).mul(1.7);
    const light = max(max(shown.r, shown.g), shown.b), cover = mix(float(1), max(color.a, light).clamp(0, 1), open);
    return vec4(shown.rgb.mul(shade).add(noise.mul(cover)), cover);
  };
  const plain = new RenderPipeline(renderer, finish(lit));
  plain.outputColorTransform = false;
  let trailing: RenderPipeline | undefined;
  /** Made when trails are first asked for: most scenes never pay for them. */
  const trails = (): RenderPipeline => {
    if (!trailing) {
      trailing = new RenderPipeline(renderer, finish(afterImage(lit, damp) as unknown as Node<'vec4'>));
      trailing.outputColorTransform = false;
    }
    return trailing;
  };
  let compiling = 0;
  const turnToWindow = (): void => {
    renderer.setRenderTarget(null);
    renderer.setMRT(null);
  };
  let tiles: { readonly kept: RenderTarget; readonly pipeline: RenderPipeline } | undefined;
  const endTiles = (): void => {
    tiles?.pipeline.dispose();
    tiles?.kept.dispose();
    tiles = undefined;
  };
  return {
    apply(settings) {
      renderer.toneMappingExposure = settings.exposure;
      glare.strength.value = settings.bloom;
      vignette.value = settings.vignette;
      grain.value = settings.grain;
      damp.value = settings.trails;
    },
    transparent(on) { open.value = on ? 1 : 0; },
    forget() {
      trailing?.dispose();
      trailing = undefined;
    },
    render(index) {
      if (compiling > 0) turnToWindow();
      renderer.getDrawingBufferSize(whole.value);
      corner.value.set(0, 0);
      frame.value = index % 997;
      (damp.value > 0 ? trails() : plain).render();
    },
    compile(object) {
      // The renderer is set up as the pass sets it up for its own render, and takes a copy of that before it first waits.
      // Behind each part of its work it goes back to this and not to the window, so whoever renders meanwhile turns it there.
      renderer.setRenderTarget(scenePass.renderTarget);
      renderer.setMRT(scenePass.getMRT());
      compiling++;
      // Wherever the camera looks, and where it is hidden.
      const { visible } = object;
      object.visible = true;
      const culled: Object3D[] = [];
      object.traverse((child) => { if (child.frustumCulled) culled.push(child); });
      for (const child of culled) child.frustumCulled = false;
      const done = renderer.compileAsync(object, camera, scene).finally(() => {
        compiling--;
        turnToWindow();
      });
      for (const child of culled) child.frustumCulled = true;
      object.visible = visible;
      turnToWindow();
      return done;
    },
    glow() {
      endTiles();
      const size = renderer.getDrawingBufferSize(new Vector2()), kept = new RenderTarget(size.x, size.y, { type: HalfFloatType, depthBuffer: false, minFilter: LinearFilter, magFilter: LinearFilter });
      const only = new RenderPipeline(renderer, glare), before = renderer.getRenderTarget();
      only.outputColorTransform = false;
      renderer.setRenderTarget(kept);
      nextFrame(renderer);
      only.render();
      renderer.setRenderTarget(before);
      only.dispose();
      const pipeline = new RenderPipeline(renderer, finish(color.add(texture(kept.texture, place))));
      pipeline.outputColorTransform = false;
      tiles = { kept, pipeline };
    },
    tile(index, [x, y], [width, height]) {
      nextFrame(renderer);
      corner.value.set(x, y);
      whole.value.set(width, height);
      frame.value = index % 997;
      tiles?.pipeline.render();
    },
    endTiles,
    dispose() {
      endTiles();
      plain.dispose();
      trailing?.dispose();
      scenePass.dispose();
      glare.dispose();
    },
  };
};

// Soft light on a flat surface, gathered once a frame at a few texels a metre: the surface reads it with one sample a pixel,
// whatever the number of its sources and of the window's pixels.

import { type Box2, HalfFloatType, LinearFilter, NodeMaterial, QuadMesh, RenderTarget, Vector2, type Node, type WebGPURenderer } from 'three/webgpu';
import { float, texture, uniform, uv, vec4 } from 'three/tsl';

type Vec2Node = Node<'vec2'>;
type LightNode = Node<'vec3'>;

export interface Lightmap {
  /** From now on it covers this part of the surface, in the surface's own coordinates; beyond it light goes on as at its edge. */
  cover(area: Box2): void;
  /** Gathers the light of this moment. */
  render(renderer: WebGPURenderer): void;
  /** The light at a place of the surface. */
  light(at: Vec2Node): LightNode;
  dispose(): void;
}

/** `width` x `height` texels of half floats; `gathered` answers the light at a place of the surface. */
export const createLightmap = (width: number, height: number, gathered: (at: Vec2Node) => LightNode): Lightmap => {
  const corner = uniform(new Vector2()), extent = uniform(new Vector2(1, 1));
  const target = new RenderTarget(width, height, { type: HalfFloatType, depthBuffer: false, minFilter: LinearFilter, magFilter: LinearFilter, generateMipmaps: false });
  const material = new NodeMaterial();
  // A target's rows count from above, as `uv` does here: what is written at a uv is read at it.
  material.fragmentNode = vec4(gathered(corner.add(uv().mul(extent))), 1);
  const quad = new QuadMesh(material);
  return {
    cover(area) {
      corner.value.copy(area.min);
      area.getSize(extent.value);
    },
    render(renderer) {
      const before = renderer.getRenderTarget(), outputs = renderer.getMRT();
      renderer.setMRT(null);
      renderer.setRenderTarget(target);
      quad.render(renderer);
      renderer.setRenderTarget(before);
      renderer.setMRT(outputs);
    },
    light: (at) => texture(target.texture, at.sub(corner).div(extent)).level(float(0)).rgb,
    dispose() {
      target.dispose();
      material.dispose();
    },
  };
};

// The kinds of views, by the names the recipe uses.

import type { ViewKind } from '../../core/settings.ts';
import { framedView } from './framed.ts';
import { fullView } from './full.ts';
import { pointsView } from './points.ts';
import { panelView, reliefView, sphereView, torusView } from './surfaces.ts';
import type { PieceView, ViewInput } from './view.ts';

export const VIEWS: Record<ViewKind, (input: ViewInput) => PieceView> = {
  framed: framedView, panel: panelView, relief: reliefView, sphere: sphereView, torus: torusView, points: pointsView, full: fullView,
};

export { createWindowPart, disposeObject, type PieceView, type WindowPart } from './view.ts';

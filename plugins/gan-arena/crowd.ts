// How crowded it is around each point of a batch: the minibatch features of Salimans et al., 2016, in the plane. A critic
// that sees it notices when all drawn points are in one place, and the slope pushes them apart.

/** Reach of a point, in the plane's units. */
export const REACH = .35;
const FALL = 1 / (2 * REACH * REACH);

/** Writes to `inputs[b, 2]` of `[batch, 3]` the mean over the batch of exp(-distance^2 / 2 reach^2). */
export const crowd = (inputs: Float64Array, batch: number): void => {
  for (let i = 0; i < batch; i++) inputs[3 * i + 2] = 1 / batch;
  for (let i = 0; i < batch; i++) {
    for (let j = i + 1; j < batch; j++) {
      const x = inputs[3 * i]! - inputs[3 * j]!, y = inputs[3 * i + 1]! - inputs[3 * j + 1]!;
      const near = Math.exp(-FALL * (x * x + y * y)) / batch;
      inputs[3 * i + 2]! += near;
      inputs[3 * j + 2]! += near;
    }
  }
};

/** Adds to the gradients at the points, `deltas[b, 0..1]`, what comes through the crowd's, `deltas[b, 2]`. */
export const crowdBack = (inputs: Float64Array, deltas: Float64Array, batch: number): void => {
  for (let i = 0; i < batch; i++) {
    for (let j = i + 1; j < batch; j++) {
      const x = inputs[3 * i]! - inputs[3 * j]!, y = inputs[3 * i + 1]! - inputs[3 * j + 1]!;
      const pull = (-2 * FALL * (deltas[3 * i + 2]! + deltas[3 * j + 2]!) * Math.exp(-FALL * (x * x + y * y))) / batch;
      deltas[3 * i]! += pull * x;
      deltas[3 * i + 1]! += pull * y;
      deltas[3 * j]! -= pull * x;
      deltas[3 * j + 1]! -= pull * y;
    }
  }
};

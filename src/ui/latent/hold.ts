// A control under the pointer: from the press until it is let go, wherever the pointer goes meanwhile.

export interface Hold {
  /** The press itself, before its first move. */
  press?(event: PointerEvent): void;
  /** `last` is true once, where the pointer is let go. */
  move(event: PointerEvent, last: boolean): void;
  /** The system took the pointer away. */
  cancel(): void;
}

/** Has `element` held by the main button, and focused, since arrows go on where the pointer stops. */
export const holdable = (element: HTMLElement, { press, move, cancel }: Hold): void => {
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    press?.(event);
    move(event, false);
  });
  const follow = (last: boolean) => (event: PointerEvent): void => { if (element.hasPointerCapture(event.pointerId)) move(event, last); };
  element.addEventListener('pointermove', follow(false));
  element.addEventListener('pointerup', follow(true));
  element.addEventListener('pointercancel', cancel);
};

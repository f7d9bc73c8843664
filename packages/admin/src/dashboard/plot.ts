/** Where things stand in a chart, in pixels. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  /** Place of a value. */
  readonly y: (value: number) => number;
  /** Middle of a slot of so many. */
  readonly x: (index: number, count: number) => number;
  readonly slot: (count: number) => number;
}

const TOP = 10;
const BOTTOM = 28;
const LEFT = 44;
const RIGHT = 10;

export function plotOf(width: number, maximum: number): Plot {
  const height = width < 480 ? 190 : 232;
  const inner = Math.max(0, width - LEFT - RIGHT);
  const slot = (count: number): number => inner / Math.max(1, count);
  return {
    width,
    height,
    left: LEFT,
    right: width - RIGHT,
    y: (value) => TOP + (height - TOP - BOTTOM) * (1 - value / maximum),
    x: (index, count) => LEFT + (index + 0.5) * slot(count),
    slot,
  };
}

import { expect, it } from 'vitest';
import { Meter } from './meter.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, seconds));
const take = (meter: Meter, seconds: number) => meter.take('o', 'a', 3, at(seconds));

it('takes as many as the limit in a minute, and says how many are left and for how long', () => {
  const meter = new Meter();
  expect([0, 1, 2].map((second) => take(meter, second).remaining)).toEqual([2, 1, 0]);
  expect(take(meter, 20)).toEqual({ limit: 3, remaining: 0, reset: 40, isOver: true });
  expect(take(meter, 60)).toMatchObject({ remaining: 2, isOver: false });
});

it('counts what other processes have told', () => {
  const meter = new Meter();
  take(meter, 0);
  const [told] = meter.drain(at(1));
  expect(told).toMatchObject({ calls: 1, refused: 0 });
  meter.learn('a', told?.minute ?? 0, 3);
  expect(take(meter, 2).isOver).toBe(true);
});

it('tells each call once', () => {
  const meter = new Meter();
  take(meter, 0);
  meter.refuse('o', 'a', at(1));
  expect(meter.drain(at(1))).toHaveLength(1);
  expect(meter.drain(at(2))).toEqual([]);
});

it('tells a minute that has passed too', () => {
  const meter = new Meter();
  take(meter, 0);
  take(meter, 60);
  expect(meter.drain(at(61)).map(({ calls }) => calls)).toEqual([1, 1]);
});

it('loses nothing that could not be told', () => {
  const meter = new Meter();
  take(meter, 0);
  take(meter, 1);
  meter.giveBack(meter.drain(at(2)));
  expect(take(meter, 3).remaining).toBe(0);
  expect(meter.drain(at(4))).toMatchObject([{ calls: 3 }]);
});

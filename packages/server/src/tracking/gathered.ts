/**
 * Does together what is asked one by one. The first is done at once; what comes meanwhile waits for
 * it and is done next, all at once, up to `most`: nobody waits while there is little to do, and when
 * there is much the cost of a transaction is shared. Where a group fails each of it is tried alone,
 * so that one that cannot be done takes no other with it. `work` answers each, in their order.
 */
export function gathered<Item, Answer extends object | null>(
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
  most: number,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const group = waiting.splice(0, most);
      try {
        await answer(work, group);
      } catch (error) {
        if (group.length === 1) group[0]?.failed(error);
        else for (const one of group) await answer(work, [one]).catch(one.failed);
      }
    }
    running = false;
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      // it catches what fails, for whoever asked
      if (!running) void run();
    });
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly done: (answer: Answer) => void;
  readonly failed: (error: unknown) => void;
}

async function answer<Item, Answer>(
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
  group: readonly Waiting<Item, Answer>[],
): Promise<void> {
  const answers = await work(group.map(({ item }) => item));
  for (const [place, { done, failed }] of group.entries()) {
    const one = answers[place];
    if (one === undefined) failed(new RangeError('Not everybody of a group was answered.'));
    else done(one);
  }
}

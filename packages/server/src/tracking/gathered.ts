/**
 * Does together what is asked one by one. The first is done at once; what comes meanwhile waits for
 * it and is done next, all at once, up to `most`: nobody waits while there is little to do, and when
 * there is much the cost of a transaction is shared. Where a group fails each of it is tried alone,
 * so that one that cannot be done takes no other with it.
 */
export function gathered<Item>(
  work: (items: readonly Item[]) => Promise<void>,
  most: number,
): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const group = waiting.splice(0, most);
      try {
        await work(group.map(({ item }) => item));
        for (const { done } of group) done();
      } catch (error) {
        if (group.length === 1) group[0]?.failed(error);
        else for (const { item, done, failed } of group) await work([item]).then(done, failed);
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

interface Waiting<Item> {
  readonly item: Item;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

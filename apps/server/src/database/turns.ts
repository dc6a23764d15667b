/** Runs each work once those before it have ended, whatever became of them. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets works wait for each other, in the order in which they come. */
export function inTurn(): InTurn {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = before.then(work, work);
    before = mine;
    return mine;
  };
}

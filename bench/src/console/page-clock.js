// Runs in a measured page before its own scripts: notes when something is on screen, how long input takes to get there, and frames.
{
  const epochMs = () => performance.timeOrigin + performance.now();

  /** Once the frame that is being made has been painted. */
  const painted = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(epochMs());
        port2.postMessage(null);
      }),
    );

  /** When what `look` finds is on screen; looked for at every change of the document. */
  const seen = (look) =>
    new Promise((resolve) => {
      const watch = new MutationObserver(() => decide());
      const decide = () => {
        if (!look()) return;
        watch.disconnect();
        resolve(painted());
      };
      watch.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      decide();
    });

  const isWaiting = () =>
    document.querySelector('main :is([aria-busy=true], [aria-label=Loading])') !== null ||
    [...document.querySelectorAll('main [role=status]')].some(({ textContent }) => textContent === 'Loading');

  /** Whether a screen is there with its data. */
  const shows = (heading) => document.querySelector('main h1')?.textContent === heading && !isWaiting();

  // Presses and releases of one click or key share an id; the longest of them is how long the interaction took.
  const interactions = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration, name, target } of list.getEntries()) {
      if (interactionId === 0 || duration <= (interactions.get(interactionId)?.duration ?? 0)) continue;
      interactions.set(interactionId, { duration, name, target: target?.textContent?.slice(0, 40) ?? '' });
    }
  }).observe({ type: 'event', durationThreshold: 16 });

  let frames = null;
  let mostNodes = 0;
  const step = (at) => {
    if (frames === null) return;
    frames.push(at);
    mostNodes = Math.max(mostNodes, document.querySelector('main [role=table]')?.querySelectorAll('*').length ?? 0);
    requestAnimationFrame(step);
  };

  globalThis.clock = {
    seen,
    shows,
    /** How long it takes from the next click to what `look` finds. */
    fromClick: (look) =>
      new Promise((resolve) => {
        const begin = ({ timeStamp }) => void seen(look).then((at) => resolve(at - performance.timeOrigin - timeStamp));
        addEventListener('click', begin, { capture: true, once: true });
      }),
    interactions: () => ({ all: performance.interactionCount, slow: [...interactions.values()] }),
    watchFrames() {
      frames = [];
      mostNodes = 0;
      requestAnimationFrame(step);
    },
    /** How long each frame took, and the most elements that the table had in any. */
    framesWatched() {
      const times = frames.slice(1).map((at, index) => at - frames[index]);
      frames = null;
      return { times, mostNodes };
    },
  };
}

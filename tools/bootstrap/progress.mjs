const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const isTerminal = process.stderr.isTTY === true && process.env.CI === undefined;

/** Shows `text` while `work` runs: a spinner with the seconds in a terminal, one line at its start and one at its end elsewhere. */
export async function step(text, work) {
  const startedAt = Date.now();
  const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(0)} s`;
  const show = display(text, seconds);
  try {
    const result = await work(show.update);
    show.end(`✓ ${text} (${seconds()})`);
    return result;
  } catch (error) {
    show.end(`✗ ${text} (${seconds()})`);
    throw error;
  }
}

/** An error whose message says all there is to say. */
export function fail(message, exitCode = 1) {
  return Object.assign(new Error(message), { isExplained: true, exitCode });
}

function display(text, seconds) {
  if (!isTerminal) {
    process.stderr.write(`${text} …\n`);
    return { update: () => undefined, end: (line) => process.stderr.write(`${line}\n`) };
  }
  let detail = '';
  let frame = 0;
  const draw = () => {
    frame = (frame + 1) % frames.length;
    const line = `${frames[frame]} ${text} ${seconds()}${detail && ` · ${detail}`}`;
    process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  };
  const timer = setInterval(draw, 100);
  return {
    update: (next) => {
      detail = next;
    },
    end: (line) => {
      clearInterval(timer);
      process.stderr.write(`\r\x1b[2K${line}\n`);
    },
  };
}

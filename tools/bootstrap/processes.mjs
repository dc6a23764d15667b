import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const isWindows = process.platform === 'win32';
const running = new Set();
/** npm passes on the signal that the terminal sent to all: the same one twice within this time is one. */
const sameSignalMs = 500;
let signalsSeen = 0;
let lastSignalAt = 0;

/** Runs a program in the foreground and answers its exit code; signals are passed on to it. */
export function runChild(command, args, { environment, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, { environment, stdio: quiet ? 'ignore' : 'inherit' });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** Runs a program to its end and answers its exit code and all it wrote; `onLine` hears each line. */
export function capture(command, args, { environment, cwd, onLine, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = start(command, args, { environment, cwd, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let stdout = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        if (stream === child.stdout) stdout += text;
        const last = text.trim().split('\n').pop();
        if (last) onLine?.(last);
      });
    }
    child.once('error', (error) => resolve({ code: 127, output: error.message, stdout: '' }));
    child.once('close', (code, signal) =>
      resolve({ code: code ?? 128 + (constants.signals[signal] ?? 0), output, stdout }),
    );
  });
}

function start(command, args, { environment, cwd, shell, stdio }) {
  const child = spawn(command, args, {
    cwd,
    env: environment ?? process.env,
    stdio,
    shell: shell ?? false,
    // A group of its own: the terminal's Ctrl-C reaches it once, through us, and whatever it leaves behind can be ended.
    detached: !isWindows,
  });
  running.add(child);
  listen();
  child.once('exit', () => {
    running.delete(child);
    if (signalsSeen > 0) signalGroup(child, 'SIGKILL');
  });
  child.once('error', () => running.delete(child));
  return child;
}

let isListening = false;
function listen() {
  if (isListening) return;
  isListening = true;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => passOn(signal));
  stopWithNpm();
  process.on('exit', () => {
    for (const child of running) signalGroup(child, 'SIGKILL');
  });
}

/** A signal to npm itself ends npm and its shell, and never comes here: what is left to see is another parent. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    passOn('SIGTERM');
  }, 500);
  timer.unref();
}

function passOn(signal) {
  const now = Date.now();
  if (now - lastSignalAt < sameSignalMs) return;
  lastSignalAt = now;
  signalsSeen += 1;
  // Nobody left to wait for: between two children, or on the way out.
  if (running.size === 0) process.exit(128 + constants.signals[signal]);
  for (const child of running) {
    if (signalsSeen > 2) signalGroup(child, 'SIGKILL');
    // The terminal went away: programs stop for SIGTERM, few for SIGHUP.
    else child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  }
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (isWindows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group is empty: nothing was left behind.
  }
}

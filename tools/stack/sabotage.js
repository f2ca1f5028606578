/**
 * Loaded into an app before anything else (`node --import`), where faults are allowed: does to it from within what no
 * proxy can do from outside. It is told by a file, `{ mode, untilMs, … }`, and is well again by itself when the time is up.
 */
import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import dns from 'node:dns';
import fs, { readFileSync } from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setInterval, setTimeout } from 'node:timers';

const file = process.env.SABOTAGE_FILE;
const lookEveryMs = 200;
const busyMs = 950;
const leakBytesPerLook = 6_000_000;
const realNow = Date.now.bind(Date);

let current = { mode: 'none' };
let kept = [];
const pools = new Set();
const keptConnections = [];

function look() {
  let wanted = { mode: 'none' };
  try {
    wanted = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // There is no file until somebody asks for a fault.
  }
  current = wanted.untilMs > realNow() ? wanted : { mode: 'none' };
  act();
}

function act() {
  if (current.mode === 'block') for (const until = performance.now() + busyMs; performance.now() < until;);
  if (current.mode === 'leak') kept.push(Buffer.alloc(leakBytesPerLook, 1));
  else kept = [];
  if (current.mode === 'keep-connections') for (const pool of pools) keepOneOf(pool);
  else for (const client of keptConnections.splice(0)) client.release();
}

/** As code does that forgets to give a connection back. */
function keepOneOf(pool) {
  if (pool.idleCount > 0 || pool.totalCount < pool.options.max) {
    pool.connect().then(
      (client) => keptConnections.push(client),
      () => undefined,
    );
  }
}

/** Pools of connections to a database make themselves known by whom they lend to. */
const realEmit = EventEmitter.prototype.emit;
EventEmitter.prototype.emit = function emit(event, ...rest) {
  if (event === 'acquire' && 'idleCount' in this) pools.add(this);
  return realEmit.call(this, event, ...rest);
};

/** A clock that is off, for `Date.now()` and `new Date()` alike. */
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(Date.now());
    else super(...parts);
  }

  static now() {
    return realNow() + (current.mode === 'clock' ? current.offMs : 0);
  }
};

/** `billing-engine.localhost` is this machine everywhere, and a name of its own that can be what is not found. */
const realLookup = dns.lookup;
dns.lookup = function lookup(name, options, callback) {
  const done = typeof options === 'function' ? options : callback;
  if (current.mode === 'connect-error' && current.name === name) {
    const { code } = current;
    process.nextTick(done, Object.assign(new Error(`connect ${code} ${name}`), { code, syscall: 'getaddrinfo' }));
    return undefined;
  }
  return realLookup.call(this, name.endsWith('.localhost') ? 'localhost' : name, options, callback);
};

/** Whoever reads the log has stopped: the pipe takes nothing more. */
const realWriteSync = fs.writeSync;
fs.writeSync = function writeSync(fd, ...rest) {
  if (current.mode === 'log' && fd === process.stdout.fd) {
    throw Object.assign(new Error('EAGAIN: resource temporarily unavailable, write'), { code: 'EAGAIN' });
  }
  return realWriteSync.call(this, fd, ...rest);
};
syncBuiltinESMExports();

/** What a bad release does: it answers, and wrongly. */
const realWriteHead = http.ServerResponse.prototype.writeHead;
http.ServerResponse.prototype.writeHead = function writeHead(status, ...rest) {
  const broken = process.env.SABOTAGE_ANSWERS === 'fail' && this.req?.url?.startsWith('/tmf-api') === true;
  return realWriteHead.call(this, broken ? 500 : status, ...rest);
};

/** It takes its time, and nothing else is wrong with it. */
const realEnd = http.ServerResponse.prototype.end;
http.ServerResponse.prototype.end = function end(...rest) {
  if (current.mode !== 'slow' || this.req?.url?.startsWith('/tmf-api') !== true) return realEnd.apply(this, rest);
  setTimeout(() => realEnd.apply(this, rest), current.latencyMs);
  return this;
};

if (file !== undefined) setInterval(look, lookEveryMs).unref();

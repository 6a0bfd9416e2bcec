/** Moves the clock of a process, when it is started with `--import` of this file and `CLOCK_AHEAD_MS` is set. */
const ahead = Number(process.env.CLOCK_AHEAD_MS)
const Real = Date
const now = () => Real.now() + ahead

globalThis.Date = new Proxy(Real, {
  construct: (_, parameters: []) => (parameters.length === 0 ? new Real(now()) : new Real(...parameters)),
  apply: () => new Real(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
})

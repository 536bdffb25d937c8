/**
 * A promise that knows whether anybody waits for it. `await` asks a promise of the runtime's own without a trace, so this
 * is none of them; whoever awaits it, or hands it to `Promise.all`, calls its `then`.
 */
export class Awaited<A> implements Promise<A> {
  readonly [Symbol.toStringTag] = "Promise"
  readonly #promise: Promise<A>
  #awaited = false

  constructor(promise: Promise<A>) {
    this.#promise = promise
    // Whoever made it asks whether it was awaited: a failure is not lost, and not told twice.
    promise.catch(() => undefined)
  }

  get awaited(): boolean {
    return this.#awaited
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise
  then<B = A, C = never>(
    onFulfilled?: ((value: A) => B | PromiseLike<B>) | null,
    onRejected?: ((reason: unknown) => C | PromiseLike<C>) | null,
  ): Promise<B | C> {
    this.#awaited = true
    return this.#promise.then(onFulfilled, onRejected)
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<A | B> {
    return this.then(undefined, onRejected)
  }

  finally(onFinally?: (() => void) | null): Promise<A> {
    this.#awaited = true
    return this.#promise.finally(onFinally)
  }
}

import type { ApiPromise } from './resource.ts';

/** An answer with the response it came in. */
export interface Answered<T> {
  readonly data: T;
  readonly response: Response;
  /** The response as if nobody had read it. */
  readonly unread: () => Response;
}

/** The promise that every call gives: of its data, and on request of its response. */
export class ResponsePromise<T> extends Promise<T> implements ApiPromise<T> {
  protected readonly answered: Promise<Answered<T>>;

  // What `then` and `catch` give is a plain promise.
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  constructor(answered: Promise<Answered<T>>) {
    super((resolve, reject) => {
      answered.then(({ data }) => resolve(data), reject);
    });
    this.answered = answered;
  }

  /** The answer with the response it came in. */
  async withResponse(): Promise<{ readonly data: T; readonly response: Response }> {
    const { data, response } = await this.handled();
    return { data, response };
  }

  /** The response alone, its body unread. */
  async asResponse(): Promise<Response> {
    return (await this.handled()).unread();
  }

  // Whoever asks for the response hears of a failure there; nobody need ask the promise itself, too.
  private handled(): Promise<Answered<T>> {
    this.catch(() => undefined);
    return this.answered;
  }
}

import type { Db } from './database.ts';
import { connectionOf } from './session.ts';

const header = Buffer.from([...Buffer.from('PGCOPY\n\u00ff\r\n\u0000', 'latin1'), 0, 0, 0, 0, 0, 0, 0, 0]);
const types = { int8: 20, float8: 701 } as const;

/**
 * Rows in COPY's binary format: numbers are neither written nor read as text, which is most of what COPY of numbers costs.
 *
 * Source: Postgres' documentation, COPY, "Binary Format".
 */
export class BinaryRows {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #view = viewOf(this.#bytes);
  #length = header.copy(this.#bytes);

  /** Begins a row; as many fields have to follow. */
  row(fields: number): void {
    this.#room(2);
    this.#view.setInt16(this.#length, fields);
    this.#length += 2;
  }

  null(): void {
    this.#int(-1);
  }

  int2(value: number): void {
    this.#int(2);
    this.#room(2);
    this.#view.setInt16(this.#length, value);
    this.#length += 2;
  }

  int4(value: number): void {
    this.#int(4);
    this.#int(value);
  }

  int8(value: number): void {
    this.#int(8);
    this.#long(value);
  }

  /** Numbers as `float8[]` or `int8[]`, those that are missing as null. */
  array(type: keyof typeof types, values: ArrayLike<number | undefined>): void {
    const size = this.#length;
    this.#int(0);
    const hasNull = Array.prototype.includes.call(values, undefined);
    for (const each of [values.length === 0 ? 0 : 1, hasNull ? 1 : 0, types[type]]) this.#int(each);
    if (values.length > 0) {
      this.#int(values.length);
      this.#int(1);
    }
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      this.#int(value === undefined ? -1 : 8);
      if (value === undefined) continue;
      if (type === 'int8') this.#long(value);
      else this.#double(value);
    }
    this.#view.setInt32(size, this.#length - size - 4);
  }

  /** Feeds them to `copy <target> from stdin`; never with user input in the target. */
  async copyInto(db: Db, target: string): Promise<void> {
    this.#room(2);
    this.#view.setInt16(this.#length, -1);
    const payload = this.#bytes.subarray(0, this.#length + 2);
    await connectionOf(db).copyIn(`copy ${target} from stdin with (format binary)`, payload);
  }

  #int(value: number): void {
    this.#room(4);
    this.#view.setInt32(this.#length, value);
    this.#length += 4;
  }

  #long(value: number): void {
    this.#int(Math.floor(value / 2 ** 32));
    this.#int(value | 0); // the low half, whatever the size
  }

  #double(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, value);
    this.#length += 8;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(this.#bytes.length * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

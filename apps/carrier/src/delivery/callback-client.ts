import http from 'node:http';
import https from 'node:https';

/** What a callback's receiver said. */
export interface CallbackAnswer {
  readonly status: number;
  readonly body: string;
}

/** A callback's body with what proves it. */
export interface SignedBody {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Posts callbacks over kept-alive connections until it is disposed of. */
export interface CallbackClient extends Disposable {
  /** Rejects when nobody answers in time. */
  readonly post: (url: string, callback: SignedBody) => Promise<CallbackAnswer>;
}

/** A client with Twilio's own time limit of 15 seconds unless told. */
export function callbackClient(connections: number, timeoutMs = 15_000): CallbackClient {
  const plain = new http.Agent({ keepAlive: true, maxSockets: connections });
  const secure = new https.Agent({ keepAlive: true, maxSockets: connections });
  return {
    post: (url, { body, headers }) => {
      const target = new URL(url);
      const isSecure = target.protocol === 'https:';
      const options = {
        method: 'POST',
        agent: isSecure ? secure : plain,
        timeout: timeoutMs,
        headers: { ...headers, 'content-length': Buffer.byteLength(body), accept: '*/*' },
      };
      return answerOf((isSecure ? https : http).request(target, options), body);
    },
    [Symbol.dispose]: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

const bodyBytesMax = 65_536;

function answerOf(request: http.ClientRequest, form: string): Promise<CallbackAnswer> {
  return new Promise((resolve, reject) => {
    request.on('timeout', () => request.destroy(new Error('the receiver did not answer in time')));
    request.on('error', reject);
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (body.length < bodyBytesMax) body += chunk;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.end(form);
  });
}

import http from 'node:http';
import https from 'node:https';

/** What a callback's receiver said. */
export interface CallbackAnswer {
  readonly status: number;
  readonly body: string;
}

/** Posts callbacks over kept-alive connections until it is disposed of. */
export interface CallbackClient extends Disposable {
  /** Rejects when nobody answers in time. */
  readonly post: (url: string, form: string, signature: string) => Promise<CallbackAnswer>;
}

/** A client with Twilio's own time limit of 15 seconds unless told. */
export function callbackClient(connections: number, timeoutMs = 15_000): CallbackClient {
  const plain = new http.Agent({ keepAlive: true, maxSockets: connections });
  const secure = new https.Agent({ keepAlive: true, maxSockets: connections });
  return {
    post: (url, form, signature) => {
      const target = new URL(url);
      const isSecure = target.protocol === 'https:';
      const options = {
        method: 'POST',
        agent: isSecure ? secure : plain,
        timeout: timeoutMs,
        headers: headersOf(form, signature),
      };
      return answerOf((isSecure ? https : http).request(target, options), form);
    },
    [Symbol.dispose]: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

const bodyBytesMax = 65_536;

function headersOf(form: string, signature: string): http.OutgoingHttpHeaders {
  return {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    'content-length': Buffer.byteLength(form),
    'user-agent': 'TwilioProxy/1.1 (carrier-simulator)',
    'x-twilio-signature': signature,
    accept: '*/*',
  };
}

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

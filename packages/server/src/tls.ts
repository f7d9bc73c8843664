import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TlsOptions {
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsSelfSigned?: boolean;
}
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * The certificate to serve with: given files, or for development one signed by itself and kept in the var folder.
 * @throws Error when only one of certificate and key is given, one cannot be read, or they do not fit each other
 */
export async function loadTls(options: TlsOptions, host: string, varFolder: string): Promise<TlsFiles | null> {
  const { tlsCert, tlsKey, tlsSelfSigned } = options;
  if (tlsCert !== undefined || tlsKey !== undefined) {
    if (tlsCert === undefined || tlsKey === undefined) throw new Error('--tls-cert and --tls-key go together');
    return usable({ cert: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') });
  }
  return tlsSelfSigned === true ? selfSigned(host, varFolder) : null;
}

function usable(files: TlsFiles): TlsFiles {
  let fits: boolean;
  try {
    fits = new X509Certificate(files.cert).checkPrivateKey(createPrivateKey(files.key));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The files of --tls-cert and --tls-key are no certificate with its key (PEM): ${why}`);
  }
  if (!fits) throw new Error('The key of --tls-key is not that of the certificate of --tls-cert.');
  return files;
}

async function selfSigned(host: string, varFolder: string): Promise<TlsFiles> {
  const files = { cert: join(varFolder, 'self-signed.crt'), key: join(varFolder, 'self-signed.key') };
  if (!existsSync(files.cert) || !existsSync(files.key)) {
    const names = ['localhost', ...(/^[\d.:]+$/.test(host) ? [] : [host])];
    // Loaded only where it is needed: it is large.
    const { generate } = await import('selfsigned');
    const made = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
      notAfterDate: new Date(Date.now() + 825 * DAY),
      extensions: [
        {
          name: 'subjectAltName',
          altNames: [...names.map((value) => ({ type: 2 as const, value })), { type: 7 as const, ip: '127.0.0.1' }],
        },
      ],
    });
    writeFileSync(files.key, made.private, { mode: 0o600 });
    writeFileSync(files.cert, made.cert);
  }
  return { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') };
}

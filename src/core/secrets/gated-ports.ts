import type { HttpClient, Ports, Processes, Secrets } from "#core/ports.ts";
import type { WebTokens } from "#core/ports/web-tokens.ts";
import { secretsInStart } from "./find-secrets.ts";
import type { SecretGate } from "./secret-gate.ts";

type Commands = Pick<Ports, "processes" | "webTokens" | "secrets">;

/**
 * The same ports, with the gate at each that secrets pass: what a process is given and what is sent to a server is learnt before,
 * what is answered as soon as it is there, and nothing is logged that did not pass. So the gate
 * knows of every request, whoever sends it.
 */
export function gatedPorts<Given extends Commands & Pick<Ports, "http" | "log">>(
  ports: Given,
  gate: SecretGate,
): Given {
  const { http, log } = ports;
  return {
    ...gatedCommands(ports, gate),
    http: {
      connect: (port) => gatedClient(http.connect(port), gate),
      attach: (origin) => gatedClient(http.attach(origin), gate),
    },
    log: { info: (text) => log.info(gate.text(text)), error: (text) => log.error(gate.text(text)) },
  };
}

/** The same for who runs commands alone: what they are given, and what is filled in there. */
export function gatedCommands<Given extends Commands>(ports: Given, gate: SecretGate): Given {
  const { processes, webTokens, secrets } = ports;
  return {
    ...ports,
    processes: gatedProcesses(processes, gate),
    webTokens: gatedWebTokens(webTokens, gate),
    secrets: gatedSecrets(secrets, gate),
  };
}

/** What a command is given is learnt before it runs. What it prints has yet to pass. */
function gatedProcesses(processes: Processes, gate: SecretGate): Processes {
  return {
    ...processes,
    start: (command, onOutput) => {
      gate.learn(secretsInStart(command));
      return processes.start(command, onOutput);
    },
  };
}

/** What the caller has as a secret is one wherever it is filled in. */
function gatedSecrets(secrets: Secrets, gate: SecretGate): Secrets {
  return {
    valueOf: (name) => {
      const value = secrets.valueOf(name);
      gate.learn(value === undefined ? [] : [value, ...value.split("\n")]);
      return value;
    },
  };
}

/** The keys that are made, and what they sign. */
function gatedWebTokens(webTokens: WebTokens, gate: SecretGate): WebTokens {
  return {
    makeKey: (algorithm) => {
      const key = webTokens.makeKey(algorithm);
      gate.learn(key.signing.split("\n").filter((line) => !/^-{5}/.test(line)));
      return {
        ...key,
        sign: (claims) => {
          const token = key.sign(claims);
          gate.learn([token]);
          return token;
        },
      };
    },
  };
}

function gatedClient(client: HttpClient, gate: SecretGate): HttpClient {
  return {
    send: async (request, options) => {
      gate.learnRequest(request);
      const exchange = await client.send(request, options);
      gate.learnAnswer(request, exchange);
      return exchange;
    },
    dispose: () => client.dispose(),
  };
}

import { expect, test } from "vitest";

import { readProject } from "#core/project/read-project.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";

/** What is read of `services`, and what is said of it. */
function checkServices(text: string): readonly unknown[] {
  const { project, findings } = readProject("portolan.yaml", `${exampleProject}${text}`);
  return [...(project?.services ?? []), ...findings.map((each) => `${each.severity}: ${findingText(each)}`)];
}

test("Redis needs no more than its name", () => {
  expect(checkServices("services: { cache: { effects: redis } }\n")).toMatchInlineSnapshot(`
    [
      {
        "effects": {
          "kind": "content",
          "of": "redis",
        },
        "environment": {},
        "isolate": "instance",
        "name": "cache",
        "reset": {
          "kind": "restart",
        },
        "start": "redis-server --port \${port} --bind 127.0.0.1 --save "" --appendonly no --dir "\${folder}"",
      },
    ]
  `);
});

test("any other says how it is started, how it is put back, and why it is not compared", () => {
  const text = `services:
  broker:
    start: nats-server -p \${port}
    reset: nats purge --server localhost:\${port}
    effects: { none: Messages are told by the worker's writes. }
  worker: { effects: { none: It only reads. } }
`;
  expect(checkServices(text)).toMatchInlineSnapshot(`
    [
      {
        "effects": {
          "kind": "none",
          "reason": "Messages are told by the worker's writes.",
        },
        "environment": {},
        "isolate": "instance",
        "name": "broker",
        "reset": {
          "kind": "command",
          "line": "nats purge --server localhost:\${port}",
        },
        "start": "nats-server -p \${port}",
      },
      {
        "effects": {
          "kind": "none",
          "reason": "It only reads.",
        },
        "environment": {},
        "isolate": "instance",
        "name": "worker",
        "reset": {
          "kind": "restart",
        },
        "start": "redis-server --port \${port} --bind 127.0.0.1 --save "" --appendonly no --dir "\${folder}"",
      },
      "information: What the two servers do to the service broker is not compared: Messages are told by the worker's writes.",
      "information: What the two servers do to the service worker is not compared: It only reads.",
      "error: The service worker has no \`start\`: say which command starts it in the foreground.",
    ]
  `);
});

test("its port is known by its name, and no other", () => {
  const text = exampleProject
    .replace("CORE_WORKERS: 1", 'CORE_REDIS: "redis://127.0.0.1:${service:cache.port}/${service:queue.number}"')
    .concat("services: { cache: { effects: redis }, 1st: { effects: redis } }\n");
  const { findings } = readProject("portolan.yaml", text);
  expect(findings.map(findingText)).toMatchInlineSnapshot(`
    [
      "\`service:queue.number\` is not a variable that is known here; known are \${port}, \${database}, \${database.url}, \${database.host}, \${database.port}, \${database.user}, \${database.password}, \${data}, \${service:cache.port}, \${service:cache.number}, \${service:cache.prefix}, \${service:1st.port}, \${service:1st.number}, \${service:1st.prefix}, \${secret:NAME}.",
      "\`1st\` in \`services\` is no name: it begins with a letter, then come letters, digits, \`_\` and \`-\`.",
    ]
  `);
});

test.each([
  "docker run --rm -p ${port}:6379 redis",
  "exec docker compose up redis",
  "sudo podman run redis",
  "REDIS=7 docker-compose -f dev.yml up",
  "/usr/bin/docker start cache",
])("%s is a container's start", (start) => {
  const text = `services: { cache: { start: ${JSON.stringify(start)}, effects: redis } }\n`;
  expect(checkServices(text).at(-1)).toMatch(/asks (?:docker|podman)/);
});

test("a program that only has such a word in it is none", () => {
  const [service] = checkServices(
    'services: { cache: { start: "./docker/redis-server --port ${port} run", effects: redis } }\n',
  );
  expect(service).toMatchObject({ start: "./docker/redis-server --port ${port} run" });
});

test("a stub's body is JSON or text, and its media type follows", () => {
  const text = `stubs:
  mail:
    - { request: POST /send, answer: { status: 202, body: { id: 9007199254740993 } } }
    - { request: ANY /status, answer: { text: up } }
    - { request: GET /jobs, answers: [{ status: 503 }, { body: [] }] }
    - { request: "DELETE /mails/{id}", answer: { status: 99 } }
    - { request: GET /both, answer: {}, answers: [{}] }
    - { request: GET /none, answers: [] }
`;
  const { project, findings } = readProject("portolan.yaml", exampleProject + text);
  expect([project?.stubs?.[0]?.routes, findings.map(findingText)]).toMatchInlineSnapshot(`
    [
      [
        {
          "answers": [
            {
              "body": "{"id":9007199254740993}",
              "headers": [
                [
                  "content-type",
                  "application/json",
                ],
              ],
              "status": 202,
            },
          ],
          "method": "POST",
          "path": "/send",
        },
        {
          "answers": [
            {
              "body": "up",
              "headers": [
                [
                  "content-type",
                  "text/plain; charset=utf-8",
                ],
              ],
              "status": 200,
            },
          ],
          "method": "ANY",
          "path": "/status",
        },
        {
          "answers": [
            {
              "body": "",
              "headers": [],
              "status": 503,
            },
            {
              "body": "[]",
              "headers": [
                [
                  "content-type",
                  "application/json",
                ],
              ],
              "status": 200,
            },
          ],
          "method": "GET",
          "path": "/jobs",
        },
      ],
      [
        "\`99\` is no status that a stub can answer with: 200 to 599.",
        "\`stubs.mail[]\` has either \`answer\` or, to answer otherwise the second time, \`answers\` with at least one.",
        "\`stubs.mail[]\` has either \`answer\` or, to answer otherwise the second time, \`answers\` with at least one.",
      ],
    ]
  `);
});

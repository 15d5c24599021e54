import type { Finding } from "#core/model/finding.ts";
import { MASK } from "#core/model/mask.ts";
import type { IdentityMethod } from "#core/model/identity.ts";
import type { Project } from "#core/model/project.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { UserError } from "#core/model/user-error.ts";
import type { HttpRequest } from "#core/ports.ts";
import {
  type GivenRequest,
  presentedSecrets,
  secretsInAnswer,
  secretsInRequest,
  secretsInServers,
} from "./find-secrets.ts";
import { KnownTexts } from "./known-texts.ts";
import { maskCase, maskCrash, maskDifference, maskResult } from "./mask-result.ts";
import { maskText } from "./mask-text.ts";
import { isSecretName } from "./secret-names.ts";
import { headersOf, methodsOf, secretsInMethod, secretsOfLogin } from "./secrets-in-identities.ts";
import { addSpellings } from "./spellings.ts";

/** Values that stand under secret names in settings for trying things out, and in every second sentence beside. */
const COMMON =
  /^(?:postgres(?:ql)?|localhost|example|development|production|testing|default|string|disabled|enabled|required|optional|invalid|missing|expired|unauthorized|forbidden|bearer|session|anonymous|unknown|undefined|nobody|master|server|client|sqlite|public|private|portolan|python|administrator|username|database|rejected)$/i;

/**
 * The one place that everything passes which is written, printed or shown. It knows each value that was configured, sent or
 * answered as a secret and finds it in any spelling; it knows the shapes of secrets, and the names beside which they stand. Each
 * is replaced by `•••`.
 *
 * A value is looked for everywhere only if it could not be an ordinary word: at least six characters, no name of a
 * secret itself (a password `password` would hide the names of fields), no word that settings use for want of a secret (`postgres`), not
 * all digits below eight, which are ids. What an answer holds under a secret's name says as often `required` as a secret: a plain word of it is
 * looked for from twelve letters on. Everything else is masked only where its name tells what it is.
 */
export class SecretGate {
  readonly #known = new KnownTexts();
  /** A server that was started under an earlier login lives on. */
  readonly #methods = new Map<string, IdentityMethod>();

  /** Values that were configured or sent as secrets. */
  learn(values: readonly string[]): void {
    for (const value of values) if (isTelling(value)) addSpellings(this.#known, value);
  }

  /** Values that an answer held under the name of a secret. */
  learnAnswered(values: readonly string[]): void {
    this.learn(values.filter((value) => !/^[A-Za-z]?[a-z]{0,10}$/.test(value.trim())));
  }

  /** What a project file configures. */
  learnProject(project: Pick<Project, "servers" | "identities" | "database" | "databases">): void {
    this.learn(secretsInServers(project));
    for (const method of methodsOf(project)) {
      this.learn(secretsInMethod(method));
      this.#methods.set(JSON.stringify(method), method);
    }
  }

  /** What is about to be sent. The header that carries an identity is a secret whatever its name. */
  learnRequest(request: GivenRequest): void {
    // A made-up password is often the same text as a made-up name.
    if (!request.isGenerated) this.learn(secretsInRequest(request));
    const own = new Set(this.#methods.values().flatMap(headersOf));
    const logins = request.headers.filter(([name]) => own.has(name.toLowerCase()));
    this.learn(logins.flatMap(([, value]) => presentedSecrets(value)));
  }

  /** What was answered: values under the names of secrets, and the token and the cookies of a login, wherever they stand. */
  learnAnswer(request: Pick<HttpRequest, "target">, exchange: Exchange): void {
    this.learnAnswered(secretsInAnswer(exchange));
    for (const method of this.#methods.values()) {
      const { tokens, cookies } = secretsOfLogin(method, request, exchange);
      this.learn(tokens);
      // Beside its session a login sets `lang=english`.
      this.learnAnswered(cookies);
    }
  }

  text(text: string): string {
    return maskText(text, this.#known);
  }

  event(event: RunEvent): RunEvent {
    switch (event.kind) {
      case "started":
      case "preparing":
        return event;
      case "output":
        return { ...event, text: this.text(event.text) };
      case "build-problem": {
        const { problem } = event;
        const related = problem.related.map((each) => ({ ...each, message: this.text(each.message) }));
        return { ...event, problem: { ...problem, message: this.text(problem.message), related } };
      }
      case "crashed":
        return { ...event, crash: maskCrash(event.crash, this.#known) };
      case "case-ended":
        return { ...event, result: maskResult(event.result, this.#known) };
      case "case-not-reached": {
        const { notReached } = event;
        const masked = {
          case: maskCase(notReached.case, (text) => this.text(text)),
          reason: this.text(notReached.reason),
        };
        return { ...event, notReached: masked };
      }
      case "endpoint-ended": {
        const { reason } = event.verdict;
        return reason === undefined ? event : { ...event, verdict: { ...event.verdict, reason: this.text(reason) } };
      }
      case "finding":
        return { ...event, finding: this.finding(event.finding) };
      case "ended": {
        const { outcome } = event;
        if (outcome.kind !== "failed") return event;
        return { ...event, outcome: { ...outcome, reason: this.text(outcome.reason) } };
      }
    }
  }

  /** What a comparison outside of a run found. */
  comparison<Found extends Pick<CaseResult, "differences" | "reason">>(found: Found): Found {
    const { differences, reason } = found;
    return {
      ...found,
      differences: differences.map((difference) => maskDifference(difference, this.#known)),
      ...(reason !== undefined && { reason: this.text(reason) }),
    };
  }

  /** The very same finding where it holds no secret. */
  finding(finding: Finding): Finding {
    const facts = Object.entries(finding.facts);
    const masked = facts.map(([name, fact]) => [name, typeof fact === "string" ? this.text(fact) : fact] as const);
    const isSame = facts.every(([, fact], at) => fact === masked[at]?.[1]);
    return isSame ? finding : { ...finding, facts: Object.fromEntries(masked) };
  }

  /** The same work; what it throws may be shown. */
  guarded<Given extends readonly unknown[], Result>(
    work: (...given: Given) => Promise<Result>,
  ): (...given: Given) => Promise<Result> {
    return async (...given) => {
      try {
        return await work(...given);
      } catch (error) {
        throw this.error(error);
      }
    };
  }

  /** An error of the same kind whose message and stack may be shown. */
  error(error: unknown): Error {
    if (!(error instanceof Error)) return new Error(this.text(String(error)));
    const message = this.text(error.message);
    const masked = error instanceof UserError ? new UserError(message) : new Error(message);
    if (!(masked instanceof UserError)) masked.name = error.name;
    masked.stack = this.text(error.stack ?? `${error.name}: ${error.message}`);
    return masked;
  }
}

function isTelling(value: string): boolean {
  const plain = value.trim();
  // Only what stands for it is a secret.
  if (/\$\{(?:secret|identity):/.test(plain)) return false;
  if (plain.length < 6 || plain.includes(MASK) || isSecretName(plain) || COMMON.test(plain)) return false;
  return !/^\d{1,7}$/.test(plain);
}

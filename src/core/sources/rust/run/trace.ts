import type { Finding } from "#core/model/finding.ts";
import type { RustFunction } from "#core/model/sources/rust-facts.ts";
import { addNote } from "../crates/crates.ts";
import type { Served } from "../values/machine.ts";
import type { FunctionValue, Value } from "../values/values.ts";

/** What following code came upon, beside the value that it came to. What remembered calls within it did stands there. */
export interface Trace {
  /** Files whose content may have had a part in it. */
  readonly files: Set<string>;
  /** Files in which it was only looked up what a name stands for, or which function a remembered call is of: the names. */
  readonly asked: Map<string, Set<string>>;
  readonly called: Map<RustFunction, FunctionValue>;
  /** Bodies of functions that were looked into. */
  readonly followed: Set<object>;
  /** Packages of which a function ran. */
  readonly folders: Set<string>;
  /** Files of which a body was left out that is needed. */
  readonly wanted: Set<string>;
  readonly inner: Set<KeptCall>;
  /** A limit was met: elsewhere it may come to more. Only of outermost calls is that kept. */
  isLimited: boolean;
}

/** What a call came to, and what it did beside that, together with the calls within it. */
export interface RememberedCall {
  readonly value: Value;
  readonly trace: Trace;
  readonly served: readonly Served[];
  readonly named: readonly Served[];
  readonly findings: readonly Finding[];
}

/** A call as it is kept. One that takes its place is put into it, so that those that it is a part of have that one. */
export interface KeptCall {
  callee: FunctionValue;
  /** Under which it was made, outermost first. */
  readonly conditions: readonly string[];
  value: Value;
  trace: Trace;
  served: readonly Served[];
  named: readonly Served[];
  findings: readonly Finding[];
  moment: number;
  /** When it was last seen to hold. */
  heldAt: number;
}

/** Puts a call that was made anew in the place of one; the conditions are the same. */
export function takeOver(kept: KeptCall, now: KeptCall): void {
  kept.callee = now.callee;
  kept.value = now.value;
  kept.trace = now.trace;
  kept.served = now.served;
  kept.named = now.named;
  kept.findings = now.findings;
  kept.moment = now.moment;
  kept.heldAt = now.heldAt;
}

export function emptyTrace(): Trace {
  return {
    files: new Set(),
    asked: new Map(),
    called: new Map(),
    followed: new Set(),
    folders: new Set(),
    wanted: new Set(),
    inner: new Set(),
    isLimited: false,
  };
}

export function addTrace(to: Trace, from: Trace): void {
  for (const file of from.files) to.files.add(file);
  for (const [file, names] of from.asked) for (const name of names) addNote(to.asked, file, name);
  for (const [declaration, value] of from.called) to.called.set(declaration, value);
  for (const body of from.followed) to.followed.add(body);
  for (const folder of from.folders) to.folders.add(folder);
  for (const file of from.wanted) to.wanted.add(file);
  for (const call of from.inner) to.inner.add(call);
  to.isLimited ||= from.isLimited;
}

/** The remembered calls within what was followed, each once, innermost first. */
export function callsWithin(trace: Trace): readonly KeptCall[] {
  const found = new Set<KeptCall>();
  const left: { readonly call?: KeptCall; readonly inner: Iterator<KeptCall> }[] = [{ inner: trace.inner.values() }];
  const seen = new Set<KeptCall>();
  for (let last = left.at(-1); last; last = left.at(-1)) {
    const next = last.inner.next();
    if (next.done === true) {
      if (last.call) found.add(last.call);
      left.pop();
    } else if (!seen.has(next.value)) {
      seen.add(next.value);
      left.push({ call: next.value, inner: next.value.trace.inner.values() });
    }
  }
  return [...found];
}

/** A trace, and those of all remembered calls within it. */
export function tracesWithin(trace: Trace): readonly Trace[] {
  return trace.inner.size === 0 ? [trace] : [trace, ...callsWithin(trace).map((call) => call.trace)];
}

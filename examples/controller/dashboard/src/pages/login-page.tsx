import type { TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";
import { api, readReason } from "../api/client.ts";
import { Problem } from "../parts/problem.tsx";
import { readText } from "../parts/read-text.ts";

/** Asks for a name and a password, and keeps the session that the server starts. */
export function LoginPage({ onLogin }: { readonly onLogin: () => void }) {
  const [problem, setProblem] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const logIn = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = { username: readText(form, "username"), password: readText(form, "password") };
    setIsBusy(true);
    try {
      const { data, error } = await api.POST("/api/auth/login", { body });
      if (data === undefined) return setProblem(readReason(error));
      onLogin();
    } catch {
      setProblem("The server does not answer.");
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <main class="login">
      <form class="card" onSubmit={(event) => void logIn(event)}>
        <h1>Controller</h1>
        <label>
          Username
          <input name="username" autocomplete="username" required autofocus />
        </label>
        <label>
          Password
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <Problem text={problem} />
        <button disabled={isBusy}>Log in</button>
      </form>
    </main>
  );
}

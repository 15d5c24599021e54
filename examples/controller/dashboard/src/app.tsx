import { useEffect, useState } from "preact/hooks";
import { api } from "./api/client.ts";
import { useAnswer } from "./api/use-answer.ts";
import { LoginPage } from "./pages/login-page.tsx";
import { PAGES } from "./pages/pages.ts";
import { follow, usePath } from "./route.ts";
import { forgetToken, readToken } from "./session.ts";

/** The whole dashboard: the login, or the frame with the page that the path names. */
export function App() {
  const [isLoggedIn, setIsLoggedIn] = useState(readToken() !== undefined);
  useEffect(() => {
    const leave = () => setIsLoggedIn(false);
    addEventListener("session-ended", leave);
    return () => removeEventListener("session-ended", leave);
  }, []);
  if (!isLoggedIn) return <LoginPage onLogin={() => setIsLoggedIn(true)} />;
  return (
    <Frame
      onLogout={() => {
        forgetToken();
        setIsLoggedIn(false);
      }}
    />
  );
}

function Frame({ onLogout }: { readonly onLogout: () => void }) {
  const path = usePath();
  const page = PAGES.find((entry) => entry.path === path);
  const me = useAnswer(() => api.GET("/api/auth/me"), []);
  useEffect(() => {
    document.title = page === undefined ? "Controller" : `${page.title} · Controller`;
  }, [page]);
  return (
    <div class="frame">
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header>
        <strong class="brand">Controller</strong>
        <nav aria-label="Pages">
          {PAGES.map((entry) => (
            <a key={entry.path} href={entry.path} onClick={follow} aria-current={entry === page ? "page" : undefined}>
              {entry.title}
            </a>
          ))}
        </nav>
        <div class="who">
          <span>{me.data?.display_name}</span>
          <button type="button" class="quiet" onClick={onLogout}>
            Log out
          </button>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {page === undefined ? (
          <>
            <h1>Not found</h1>
            <p>There is no page at {path}.</p>
          </>
        ) : (
          <>
            <h1>{page.title}</h1>
            <page.Page />
          </>
        )}
      </main>
    </div>
  );
}

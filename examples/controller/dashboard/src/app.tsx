import { useEffect, useState } from "preact/hooks";
import { api, type Schemas } from "./api/client.ts";
import { LoginPage } from "./pages/login-page.tsx";
import { PAGES } from "./pages/pages.ts";
import { follow, usePath } from "./route.ts";

/** The whole dashboard: the login, or the frame with the page that the path names. Who is logged in, the server knows. */
export function App() {
  const [user, setUser] = useState<Schemas["User"] | "nobody">();
  const look = async () => {
    const { data } = await api.GET("/api/auth/me").catch(() => ({ data: undefined }));
    setUser(data ?? "nobody");
  };
  useEffect(() => {
    void look();
    const leave = () => setUser("nobody");
    addEventListener("session-ended", leave);
    return () => removeEventListener("session-ended", leave);
  }, []);
  if (user === undefined) return null;
  if (user === "nobody") return <LoginPage onLogin={() => void look()} />;
  const logOut = async () => {
    await api.POST("/api/auth/logout");
    setUser("nobody");
  };
  return <Frame name={user.display_name} onLogout={() => void logOut()} />;
}

function Frame({ name, onLogout }: { readonly name: string; readonly onLogout: () => void }) {
  const path = usePath();
  const page = PAGES.find((entry) => entry.path === path);
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
          <span>{name}</span>
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

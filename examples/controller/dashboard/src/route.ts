import { useEffect, useState } from "preact/hooks";

/** The path that is shown; changes when a link of {@link follow} or the browser's back button is used. */
export function usePath(): string {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const look = () => setPath(location.pathname);
    addEventListener("popstate", look);
    return () => removeEventListener("popstate", look);
  }, []);
  return path;
}

/** For `onClick` of a link to a page of ours: shows it without loading it, unless a new tab is wanted. */
export function follow(event: MouseEvent & { readonly currentTarget: HTMLAnchorElement }): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  history.pushState(null, "", event.currentTarget.href);
  dispatchEvent(new PopStateEvent("popstate"));
}

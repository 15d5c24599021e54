import { useEffect, useState } from "preact/hooks";

/** Below this width two columns of code cannot be read; panel.css has the same number. */
const NARROW = "(max-width: 599px)";

/** Whether the panel is too narrow for two columns; follows its width. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const follow = (): void => {
      setNarrow(query.matches);
    };
    query.addEventListener("change", follow);
    return () => {
      query.removeEventListener("change", follow);
    };
  }, []);
  return isNarrow;
}

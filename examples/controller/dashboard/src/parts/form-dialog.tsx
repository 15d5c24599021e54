import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem } from "./problem.tsx";

/** A form in a dialog. `onSave` returns what is wrong, or nothing, which closes it; Escape closes it too. */
export function FormDialog(props: {
  readonly title: string;
  readonly action?: string;
  readonly onSave: (form: FormData) => Promise<string | undefined>;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const save = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsBusy(true);
    const wrong = await props.onSave(new FormData(event.currentTarget)).catch(() => "The server does not answer.");
    setIsBusy(false);
    setProblem(wrong);
    if (wrong === undefined) dialog.current?.close();
  };
  return (
    <dialog ref={dialog} onClose={props.onClose} aria-labelledby="dialog-title">
      <form onSubmit={(event) => void save(event)}>
        <h2 id="dialog-title">{props.title}</h2>
        {props.children}
        <Problem text={problem} />
        <div class="tools end">
          <button type="button" class="quiet" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button disabled={isBusy}>{props.action ?? "Save"}</button>
        </div>
      </form>
    </dialog>
  );
}

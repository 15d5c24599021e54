import { FormDialog } from "./form-dialog.tsx";

/** Asks before something is done that cannot be taken back. `onConfirm` returns what went wrong, or nothing. */
export function Confirmation(props: {
  readonly question: string;
  readonly action: string;
  readonly onConfirm: () => Promise<string | undefined>;
  readonly onClose: () => void;
}) {
  return (
    <FormDialog title={props.question} action={props.action} onSave={() => props.onConfirm()} onClose={props.onClose} />
  );
}

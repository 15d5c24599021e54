/** Which part of a list is shown, and the way to the parts before and after it. */
export function Pager(props: {
  readonly offset: number;
  readonly size: number;
  readonly total: number;
  readonly onMove: (offset: number) => void;
}) {
  const { offset, size, total, onMove } = props;
  const end = Math.min(offset + size, total);
  return (
    <nav class="tools" aria-label="Parts of the list">
      <span class="quiet" role="status">
        {total === 0 ? "Nothing to show" : `${offset + 1} to ${end} of ${total}`}
      </span>
      <span class="tools">
        <button type="button" class="quiet" disabled={offset === 0} onClick={() => onMove(Math.max(0, offset - size))}>
          Previous
        </button>
        <button type="button" class="quiet" disabled={end >= total} onClick={() => onMove(offset + size)}>
          Next
        </button>
      </span>
    </nav>
  );
}

import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
}

/** Rows below each other; the first column names the row. The last has what can be done with it, if `actions` says so. */
export function Table<Row extends { readonly id: string }>(props: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly actions?: (row: Row) => ComponentChildren;
  readonly rowClass?: (row: Row) => string;
}) {
  const { label, rows, columns, actions, rowClass } = props;
  if (rows.length === 0) return <p class="card empty quiet">Nothing to show.</p>;
  return (
    <div class="card scroll" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" class={isNumber ? "number" : undefined}>
                {title}
              </th>
            ))}
            {actions && (
              <th scope="col">
                <span class="unseen">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} class={rowClass?.(row)}>
              {columns.map(({ title, cell, isNumber }, index) =>
                index === 0 ? (
                  <th key={title} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={title} class={isNumber ? "number" : undefined}>
                    {cell(row)}
                  </td>
                ),
              )}
              {actions && <td class="actions">{actions(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A small button of a row; who does not see the row hears which one it is. */
export function RowButton(props: { readonly label: string; readonly of: string; readonly onClick: () => void }) {
  return (
    <button type="button" class="quiet" onClick={props.onClick}>
      {props.label}
      <span class="unseen"> {props.of}</span>
    </button>
  );
}

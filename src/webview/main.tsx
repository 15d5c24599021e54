import { render } from "preact";

import { connectToEditor } from "./editor.ts";
import { Panel } from "./panel.tsx";
import "./panel.css";

const root = document.getElementById("panel");
if (root === null) throw new Error('The page has no element with the id "panel".');
// Icons that come after the text would show as empty squares at first; where the font cannot be loaded, the page goes without.
void document.fonts
  .load('16px "codicon"')
  .catch(() => undefined)
  .then(() => {
    render(<Panel editor={connectToEditor()} />, root);
    return undefined;
  });

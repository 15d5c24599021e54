import { render } from "preact";

import { connectToEditor } from "./editor.ts";
import { Panel } from "./panel.tsx";
import "./panel.css";

const root = document.getElementById("panel");
if (root === null) throw new Error('The page has no element with the id "panel".');
render(<Panel editor={connectToEditor()} />, root);

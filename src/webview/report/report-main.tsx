import { render } from "preact";

import { ReportPage } from "./report-page.tsx";
import { readReport } from "./report-run.ts";
import "./report.css";

const root = document.getElementById("report");
if (root === null) throw new Error('The page has no element with the id "report".');
render(<ReportPage run={readReport(document)} />, root);

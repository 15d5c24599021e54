/** esbuild collects imported styles in dist/webview/panel.css; they give nothing to the script. */
declare module "*.css";

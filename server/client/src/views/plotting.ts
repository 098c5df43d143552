// Of Observable Plot only what is drawn with, so that nothing else is loaded.
export { barX, dot, line, plot, ruleX, ruleY } from "@observablehq/plot";

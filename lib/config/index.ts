export { type AppliedConfig, applyConfig } from "./apply-config";
export type { Config } from "./config";
export { configPath } from "./config-path";
export { type ExportedConfig, exportConfig } from "./export-config";
export { namedOutside } from "./named-outside";
export { type Path, type Place, type Problem, sayProblem } from "./problem";
export { readConfig } from "./read-config";
export type { Environment } from "./reader";
export { countDeclared } from "./store";

/** Everything of this module runs in a browser as well, but for the digest. */
export { type Masked, maskValues } from "./mask-values";
export { type NamedAction, type NamedCall, nameAction } from "./name-action";
export { type RenderingOf, renderArguments } from "./render-arguments";
export {
  plain,
  type Remark,
  type RenderedRow,
  type Rendering,
  remarkSchema,
  renderedRowSchema,
  renderingSchema,
  TEMPLATE,
  type Uninspectable,
  uninspectableSchema,
  VALUE_KINDS,
  type ValueKind,
  warn,
} from "./rendering";
export { restoreMasked } from "./restore-masked";
export { declaredArguments, tellingArgument } from "./telling-argument";

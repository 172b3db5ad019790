export { createGateway, type GatewayDoor } from "./create-gateway";
export type { GatewaySettings } from "./gateway";
export { MESSAGES, ROUTES } from "./routes";

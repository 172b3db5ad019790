/** Telling people: who hears of which event of an approval, where, and that it arrives once. A message never decides. */
export { type AddedChannel, addChannel } from "./add-channel";
export { changeChannel } from "./change-channel";
export { choose, type OfferedChannel, readTold, type Told } from "./choose";
export { type DeliveryCount, deliveryCounts } from "./count";
export { checkChannel, type Declared, declareChannel, undeclareChannel } from "./declare-channel";
export { type ChannelStanding, type DeliveryRow, listDeliveries, readStandings } from "./deliveries";
export { findChannel, listChannels } from "./list-channels";
export { type Notifier, startNotifier } from "./notifier";
export { refuseUnknownTold } from "./refuse-unknown-told";
export { removeChannel } from "./remove-channel";
export { retryDelivery } from "./retry-delivery";
export { configureNotify } from "./settings";
export { disableChannel, enableChannel } from "./switch-channel";
export { testChannel } from "./test-channel";

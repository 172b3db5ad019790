import { listAccessTokens, makeAccessToken, revokeAccessToken } from "./account/access-tokens";
import { changePassword } from "./account/change-password";
import { beginEnrolment, enrolPasskey, listPasskeys, renamePasskey, revokePasskey } from "./account/passkeys";
import { endSession, endSessions, listSessions } from "./account/sessions";
import { changeAgent } from "./agents/change-agent";
import { createAgent } from "./agents/create-agent";
import { disableAgent, previewDisabling } from "./agents/disable-agent";
import { enableAgent } from "./agents/enable-agent";
import { issueCredential } from "./agents/issue-credential";
import { listAgents } from "./agents/list-agents";
import { liftAgentLock, lockAgent } from "./agents/lock-agent";
import { revokeCredential } from "./agents/revoke-credential";
import { showAgent } from "./agents/show-agent";
import { answerQuestion } from "./approvals/answer-question";
import { listApprovals } from "./approvals/list-approvals";
import { reviewApproval } from "./approvals/review-approval";
import { seeApproval } from "./approvals/see-approval";
import { showApproval } from "./approvals/show-approval";
import { approvalSiblings } from "./approvals/show-siblings";
import { signedReview, signReview } from "./approvals/sign-review";
import { tryPattern } from "./approvals/try-pattern";
import { addChannel } from "./channels/add-channel";
import { changeChannel } from "./channels/change-channel";
import { listChannels } from "./channels/list-channels";
import { listDeliveries } from "./channels/list-deliveries";
import { chooseNotifications, notifications } from "./channels/notifications";
import { removeChannel } from "./channels/remove-channel";
import { retryDelivery } from "./channels/retry-delivery";
import { disableChannel, enableChannel } from "./channels/switch-channel";
import { testChannel } from "./channels/test-channel";
import { exportConfig } from "./config/export-config";
import type { EndpointName } from "./contract";
import { breakGlass, judgeBrokenGlass, listBrokenGlass, signBreakGlass } from "./glass/broken-glass";
import { comeBack, goAway, listAbsences } from "./groups/absences";
import { changeGroup, deleteGroup, listGroups, makeGroup } from "./groups/groups";
import type { Handler } from "./handler";
import { insights } from "./insights/insights";
import { insightsByPerson } from "./insights/insights-by-person";
import { planCanaries } from "./insights/plan-canaries";
import { suggestRules } from "./insights/suggest-rules";
import { exportLog } from "./log/export-log";
import { listLog } from "./log/list-log";
import { showEntry } from "./log/show-entry";
import { me } from "./me/me";
import { changePerson } from "./people/change-person";
import { invitePerson } from "./people/invite-person";
import { listNames } from "./people/list-names";
import { listPeople } from "./people/list-people";
import { listPersonPasskeys, revokePersonPasskey } from "./people/passkeys";
import { resetPassword } from "./people/reset-password";
import { signOutPerson } from "./people/sign-out-person";
import { disablePerson, enablePerson } from "./people/switch-person";
import { withdrawInvitation } from "./people/withdraw-invitation";
import { applyTighter } from "./rules/apply-tighter";
import { checkRule } from "./rules/check-rule";
import { deleteRule } from "./rules/delete-rule";
import { explainRule } from "./rules/explain-rule";
import { listRules } from "./rules/list-rules";
import { ruleEffects } from "./rules/rule-effects";
import { changeRule, createRule } from "./rules/save-rule";
import { showRule } from "./rules/show-rule";
import { acceptDrift } from "./servers/accept-drift";
import { addServer } from "./servers/add-server";
import { changeServer } from "./servers/change-server";
import { classTools } from "./servers/class-tools";
import { disableServer, previewServerStop } from "./servers/disable-server";
import { enableServer } from "./servers/enable-server";
import { listServers } from "./servers/list-servers";
import { liftToolLock, lockTool } from "./servers/lock-tool";
import { removeServerCredential } from "./servers/remove-credential";
import { setServerCredential } from "./servers/set-credential";
import { showServer } from "./servers/show-server";
import { testServer } from "./servers/test-server";
import { showSettings } from "./settings/show-settings";
import { endPattern } from "./tasks/end-pattern";
import { listTasks } from "./tasks/list-tasks";
import { narrowTask } from "./tasks/narrow-task";
import { pauseTask } from "./tasks/pause-task";
import { previewRevocation } from "./tasks/preview-stop";
import { revokeTask } from "./tasks/revoke-task";
import { revokeTasks } from "./tasks/revoke-tasks";
import { showTask } from "./tasks/show-task";
import { taskTimeline } from "./tasks/task-timeline";

/** Who does the work of each endpoint of the contract. The compiler refuses a missing one and one too many. */
export const ENDPOINTS: { readonly [Name in EndpointName]: Handler<Name> } = {
  me,
  listApprovals,
  approval: showApproval,
  approvalSiblings,
  reviewApproval,
  seeApproval,
  tryPattern,
  answerQuestion,
  signReview,
  signedReview,
  listTasks,
  task: showTask,
  taskTimeline,
  pauseTask,
  narrowTask,
  revokeTask,
  revokeTasks,
  previewRevocation,
  endPattern,
  listAgents,
  agent: showAgent,
  createAgent,
  changeAgent,
  disableAgent,
  previewDisabling,
  enableAgent,
  lockAgent,
  liftAgentLock,
  issueCredential,
  revokeCredential,
  listServers,
  server: showServer,
  addServer,
  changeServer,
  disableServer,
  previewServerStop,
  enableServer,
  testServer,
  classTools,
  lockTool,
  liftToolLock,
  acceptDrift,
  setServerCredential,
  removeServerCredential,
  listRules,
  rule: showRule,
  explainRule,
  checkRule,
  createRule,
  changeRule,
  deleteRule,
  ruleEffects,
  applyTighter,
  insights,
  insightsByPerson,
  planCanaries,
  suggestRules,
  listLog,
  exportLog,
  logEntry: showEntry,
  listGroups,
  makeGroup,
  changeGroup,
  deleteGroup,
  listAbsences,
  goAway,
  comeBack,
  listBrokenGlass,
  breakGlass,
  signBreakGlass,
  judgeBrokenGlass,
  listPeople,
  listNames,
  invitePerson,
  withdrawInvitation,
  changePerson,
  disablePerson,
  enablePerson,
  resetPassword,
  signOutPerson,
  listPersonPasskeys,
  revokePersonPasskey,
  listSessions,
  endSession,
  endSessions,
  changePassword,
  listAccessTokens,
  makeAccessToken,
  revokeAccessToken,
  listPasskeys,
  beginEnrolment,
  enrolPasskey,
  renamePasskey,
  revokePasskey,
  listChannels,
  addChannel,
  changeChannel,
  removeChannel,
  disableChannel,
  enableChannel,
  testChannel,
  listDeliveries,
  retryDelivery,
  notifications,
  chooseNotifications,
  exportConfig,
  settings: showSettings,
};

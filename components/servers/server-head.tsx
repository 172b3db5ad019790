"use client";
import { Ban, Check, Pencil, Plug } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { ServerDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { PageHead } from "../layout/page";
import { Since } from "../time/since";
import { Button } from "../ui/button";
import { counted } from "../ui/count";
import { ChangeServerDialog } from "./change-server-dialog";
import { DisableServerDialog } from "./disable-server-dialog";
import { EnableServerDialog } from "./enable-server-dialog";
import { ServerMark } from "./server-mark";

type ServerHeadProps = { server: ServerDetail; mayManage: boolean; testing: boolean; onTest: () => void };

/** The server's name, how it stands, and what can be done with it. */
export function ServerHead({ server, mayManage, testing, onTest }: ServerHeadProps) {
  const [dialog, setDialog] = useState<"change" | "disable" | "enable" | null>(null);
  const close = () => setDialog(null);
  const disabled = server.state === "disabled";
  return (
    <>
      <PageHead
        title={server.name}
        meta={<Meta server={server} />}
        actions={
          mayManage && (
            <>
              <Button
                icon={Plug}
                busy={testing && "Asking the server…"}
                blocked={disabled && "It is disabled, so nothing is sent to it."}
                onClick={onTest}
              >
                Test connection
              </Button>
              {server.source === "page" && (
                <Button icon={Pencil} onClick={() => setDialog("change")}>
                  Change…
                </Button>
              )}
              {disabled ? (
                <Button icon={Check} onClick={() => setDialog("enable")}>
                  Enable…
                </Button>
              ) : (
                <Button variant="stop" icon={Ban} onClick={() => setDialog("disable")}>
                  Disable…
                </Button>
              )}
            </>
          )
        }
      />
      {dialog === "change" && <ChangeServerDialog server={server} onClose={close} />}
      {dialog === "disable" && <DisableServerDialog server={server} onClose={close} />}
      {dialog === "enable" && <EnableServerDialog server={server} onClose={close} />}
    </>
  );
}

function Meta({ server }: { server: ServerDetail }) {
  return (
    <>
      <ServerMark server={server} boxed />
      <span>{server.era === null ? "protocol not known yet" : `${server.era}, MCP ${server.protocol ?? ""}`}</span>
      <span>
        {server.checkedAt ? (
          <span>
            asked <Since at={server.checkedAt} /> ago
          </span>
        ) : (
          "never asked"
        )}
      </span>
      <Link className="link" href={routes.tasks({ server: server.name })}>
        {server.tasks === 0 ? "no open task uses it" : `${counted(server.tasks, "open task")} may use it`}
      </Link>
    </>
  );
}

import { Alone } from "@/components/layout/alone";
import { ButtonLink } from "@/components/ui/button";
import { routes } from "@/lib/base/routes";

export default function NotFound() {
  return (
    <Alone title="There is no such page">
      <p className="soft">The address is wrong, or what it named is gone, or you may not see it.</p>
      <div>
        <ButtonLink href={routes.inbox()}>Go to the inbox</ButtonLink>
      </div>
    </Alone>
  );
}

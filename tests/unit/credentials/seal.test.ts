import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../lib/base/index";
import { configureCredentials } from "../../../lib/credentials/index";
import { open } from "../../../lib/credentials/open";
import { seal } from "../../../lib/credentials/seal";

const KEY = randomBytes(32);
const CANARY = "Bearer canary-7f3a9c";
const CANNOT = expect.objectContaining({ code: "CREDENTIAL_MISSING" });

beforeAll(() => configureCredentials({ sealingKey: KEY }));

describe("seal", () => {
  it("opens to what was sealed, under the same server only", () => {
    const serverId = newId();
    const sealed = seal(serverId, CANARY);
    expect(sealed).toMatch(/^v1\.[\w-]{16}\.[\w-]+$/);
    expect(open(serverId, sealed)).toBe(CANARY);
    expect(() => open(newId(), sealed)).toThrow(CANNOT);
  });

  it("never seals the same value to the same text", () => {
    const serverId = newId();
    expect(seal(serverId, CANARY)).not.toBe(seal(serverId, CANARY));
  });

  it("does not open after any one bit was turned", () => {
    const serverId = newId();
    const [version, nonce, content = ""] = seal(serverId, CANARY).split(".");
    const bytes = Buffer.from(content, "base64url");
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => open(serverId, `${version}.${nonce}.${changed.toString("base64url")}`)).toThrow(CANNOT);
    }
  });

  it("does not open with another key, and says so without the value", () => {
    const serverId = newId();
    const sealed = seal(serverId, CANARY);
    configureCredentials({ sealingKey: randomBytes(32) });
    try {
      expect(() => open(serverId, sealed)).toThrow(CANNOT);
      expect(() => open(serverId, sealed)).not.toThrow(/canary/);
    } finally {
      configureCredentials({ sealingKey: KEY });
    }
  });

  it.each([
    "",
    "v1",
    "v1.AAAA",
    "v2.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "v1.AAAAAAAAAAAAAAAA.AAAA",
    "v1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA.x",
    "plain text",
  ])("refuses the form %j with CREDENTIAL_MISSING", (sealed) => {
    expect(() => open(newId(), sealed)).toThrow(CANNOT);
  });

  it("takes a key of exactly 32 bytes", () => {
    expect(() => configureCredentials({ sealingKey: randomBytes(16) })).toThrow("32 bytes");
  });
});

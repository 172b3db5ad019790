import { createServer } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { checkAddress, checkLiteral, configureEgress, guardedLookup, isAllowedAddress } from "../../../lib/base/index";

afterEach(() => configureEgress({ allowedRanges: [], loopback: false }));

describe("isAllowedAddress", () => {
  it.each([
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:a9fe:a9fe",
    "::7f00:1",
    "64:ff9b::10.0.0.1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "[::1]",
    "not an address",
    "",
  ])("refuses %s", (address) => {
    expect(isAllowedAddress(address)).toBe(false);
  });

  it.each(["1.1.1.1", "172.32.0.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"])(
    "lets %s pass",
    (address) => {
      expect(isAllowedAddress(address)).toBe(true);
    },
  );

  it("lets loopback pass only where the installation itself is on loopback", () => {
    configureEgress({ allowedRanges: [], loopback: true });
    expect(["127.0.0.1", "::1", "::ffff:127.0.0.1"].every(isAllowedAddress)).toBe(true);
    expect(["0.0.0.0", "::", "10.0.0.1", "169.254.169.254"].some(isAllowedAddress)).toBe(false);
  });

  it("lets exactly the networks pass that the operator listed", () => {
    configureEgress({ allowedRanges: ["10.20.0.0/16", "fd12::/32", "192.168.7.7"], loopback: false });
    expect(["10.20.3.4", "::ffff:10.20.3.4", "fd12:0:1::1", "192.168.7.7"].every(isAllowedAddress)).toBe(true);
    expect(["10.21.0.1", "fd13::1", "192.168.7.8", "127.0.0.1"].some(isAllowedAddress)).toBe(false);
  });

  it.each(["10.0.0.0/33", "10.0.0.0/x", "example.com", "10.0.0/8", ""])("refuses the range %j at start-up", (range) => {
    expect(() => configureEgress({ allowedRanges: [range], loopback: false })).toThrow(/not an address or a network/);
  });
});

describe("checkAddress", () => {
  it.each([
    "http://127.0.0.1/mcp",
    "http://2130706433/mcp",
    "http://0x7f.1/mcp",
    "http://0177.0.0.1/mcp",
    "http://127.1/mcp",
    "http://0/mcp",
    "http://[::ffff:127.0.0.1]/mcp",
    "http://[::]/mcp",
    "http://１２７.0.0.1/mcp",
    "http://169.254.169.254/latest/meta-data",
    "ftp://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://user:pw@example.com/mcp",
    "https://example.com/mcp#part",
    "example.com/mcp",
    "",
  ])("refuses %s with ADDRESS_REFUSED", (text) => {
    expect(() => checkAddress(text)).toThrow(expect.objectContaining({ code: "ADDRESS_REFUSED" }));
  });

  it("gives a public address back in its usual form", () => {
    expect(checkAddress("HTTPS://MCP.Example.COM:443/mcp?a=1").href).toBe("https://mcp.example.com/mcp?a=1");
  });

  it("does not repeat a password in its refusal", () => {
    const refused = () => checkAddress("https://user:canary-pw@example.com/");
    expect(refused).toThrow(/Leave the credentials out/);
    expect(refused).not.toThrow(/canary-pw/);
  });
});

describe("guardedLookup", () => {
  const resolve = (hostname: string, all: boolean) =>
    new Promise<unknown>((done) => guardedLookup(hostname, { all }, (error, address) => done(error ?? address)));

  it("refuses a name that leads to this machine", async () => {
    expect(await resolve("localhost", false)).toMatchObject({ code: "ADDRESS_REFUSED" });
    expect(await resolve("localhost", true)).toMatchObject({ code: "ADDRESS_REFUSED" });
  });

  it("keeps a socket from connecting, and lets it connect where allowed", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    const { port } = server.address() as { port: number };
    const attempt = () =>
      new Promise<string>((done) => {
        const socket = connect({ host: "localhost", port, lookup: guardedLookup, family: 4 });
        socket.once("connect", () => socket.end(() => done("connected")));
        socket.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? "error"));
      });
    expect(await attempt()).toBe("ADDRESS_REFUSED");
    configureEgress({ allowedRanges: [], loopback: true });
    expect(await attempt()).toBe("connected");
    server.close();
  });

  it("says that a name does not exist in the resolver's own words", async () => {
    expect(await resolve("no-such-name.invalid", false)).toMatchObject({ syscall: "getaddrinfo" });
  });
});

describe("checkLiteral", () => {
  it("refuses a literal address that sockets would not look up", () => {
    expect(checkLiteral("127.0.0.1")?.code).toBe("ADDRESS_REFUSED");
    expect(checkLiteral("[::1]")?.code).toBe("ADDRESS_REFUSED");
    expect(checkLiteral("example.com")).toBeNull();
  });
});

import { z } from "zod";
import { ERRORS } from "../base/index";
import { may, ROLES, TOKEN_RIGHTS, type TokenRight } from "../identity/schema";
import { CONTRACT } from "./contract";
import type { Contract } from "./contract-form";

type Schema = Record<string, unknown>;

let text: string | undefined;

/** The OpenAPI document as text, made once. */
export function openApiText(): string {
  text ??= JSON.stringify(openApiDocument());
  return text;
}

/**
 * Makes the OpenAPI document out of the list of endpoints: the very schemas that check inputs and answers.
 *
 * Source: OpenAPI 3.1.1; schemas are JSON Schema 2020-12.
 */
export function openApiDocument(): Schema {
  const paths: Record<string, Schema> = {};
  for (const [name, contract] of Object.entries(CONTRACT)) {
    const path = paths[contract.path] ?? {};
    path[contract.method.toLowerCase()] = operation(name, contract);
    paths[contract.path] = path;
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Countersign",
      version: "1",
      description:
        "What the pages do, a program can do. Times are ISO 8601 in UTC, durations are seconds, numbers of entries are text. Whoever may not see payloads gets no arguments and no results.",
    },
    security: [{ accessToken: [] }],
    paths,
    components: {
      securitySchemes: {
        accessToken: {
          type: "http",
          scheme: "bearer",
          description: "A personal access token (cst_…), made in Settings.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "countersign.session",
          description: "A browser's session; writes only from our own pages.",
        },
      },
      schemas: { Problem: PROBLEM },
    },
  };
}

const PROBLEM: Schema = {
  type: "object",
  required: ["type", "title", "status", "detail", "code", "requestId"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { type: "string", enum: Object.keys(ERRORS) },
    requestId: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "message"],
        properties: { path: { type: "string" }, message: { type: "string" } },
      },
    },
  },
};

function operation(name: string, contract: Contract): Schema {
  const input = fieldsOf(z.toJSONSchema(contract.input, { io: "input" }));
  const inPath = [...contract.path.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "");
  const others = Object.entries(input.properties).filter(([field]) => !inPath.includes(field));
  const parameter =
    (place: "path" | "query") =>
    ([field, schema]: [string, unknown]) => ({
      name: field,
      in: place,
      required: place === "path" || input.required.includes(field),
      schema,
      ...(isList(schema) && { style: "form", explode: false }),
    });
  const reads = contract.method === "GET";
  const named: [string, unknown][] = inPath.map((field) => [field, input.properties[field] ?? { type: "string" }]);
  const parameters = [...named.map(parameter("path")), ...(reads ? others.map(parameter("query")) : [])];
  return {
    operationId: name,
    summary: contract.says,
    tags: [contract.path.split("/")[3] ?? ""],
    ...(contract.right && { "x-right": contract.right }),
    security: securityOf(contract),
    parameters: [...parameters, ...(reads || contract.asks ? [] : [IDEMPOTENCY_KEY])],
    ...(!reads && others.length > 0 && { requestBody: bodyOf(others, input) }),
    responses: responsesOf(contract),
  };
}

const IDEMPOTENCY_KEY: Schema = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "Names one intent: the same request under the same key gets the same answer for 24 hours.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

type Fields = { properties: Record<string, unknown>; required: string[] };

function fieldsOf(schema: Schema): Fields {
  const { properties = {}, required = [] } = schema as Partial<Fields>; // of an object's schema, made by the library
  return { properties, required };
}

const isList = (schema: unknown): boolean => (schema as { type?: unknown }).type === "array"; // a JSON schema

function bodyOf(fields: [string, unknown][], { required }: Fields): Schema {
  const schema = {
    type: "object",
    properties: Object.fromEntries(fields),
    required: required.filter((field) => fields.some(([name]) => name === field)),
    additionalProperties: false,
  };
  return { required: schema.required.length > 0, content: { "application/json": { schema } } };
}

function responsesOf(contract: Contract): Schema {
  const types = contract.streams ?? ["application/json"];
  const { $schema: _, ...schema } = z.toJSONSchema(contract.output, { io: "output" });
  return {
    "200": {
      description: contract.once ? "Done. It holds something that is shown once." : "Done.",
      content: Object.fromEntries(types.map((type) => [type, { schema }])),
    },
    default: {
      description: "Refused, with the reason.",
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  };
}

function securityOf(contract: Contract): Schema[] {
  const rights = tokenRightsFor(contract);
  const session: Schema = { session: [] };
  return rights.length > 0 ? [{ accessToken: rights }, session] : [session];
}

/** The rights of an access token that open an endpoint; none when only a signed-in person may. */
export function tokenRightsFor({ right, page }: Contract): TokenRight[] {
  if (page) return [];
  const all = { roles: ROLES, seesBodies: true };
  return TOKEN_RIGHTS.filter((given) => right === null || may({ human: all, via: "token", rights: [given] }, right));
}

import { config } from "zod/v4/core";

// Before any schema of a page is made: zod probes for eval otherwise, and our content policy refuses and reports that.
config({ jitless: true });

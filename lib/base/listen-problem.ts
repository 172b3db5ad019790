/**
 * Says in a sentence why a server could not open its port, or null when the error is about something else.
 *
 * @param error What `listen` reported.
 */
export function listenProblem(error: unknown, address: { HOST: string; PORT: number }): string | null {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const place = `port ${address.PORT} on ${address.HOST}`;
  if (code === "EADDRINUSE")
    return `Something else uses ${place}. Stop it, or choose another port: PORT=${address.PORT + 1} npm start`;
  if (code === "EACCES") return `This user may not open ${place}. Choose a port above 1023: PORT=3000 npm start`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `HOST is ${address.HOST}, which is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for every address.`;
  return null;
}

const LANES = 4;

/** How often the same things are done at once. `RACES=1000 npm test -- tests/integration/approvals` looks longer. */
export const RACES = Number(process.env.RACES ?? 200);

/** Runs the races, several of different tasks at once: what they race for is their own. */
export async function races(one: (race: number) => Promise<void>): Promise<void> {
  const left = Array.from({ length: RACES }, (_, race) => race).values();
  const lane = async () => {
    for (const race of left) await one(race);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Lets each of two sides begin first in every other race, by a little: on any machine both of them win now and then. */
export const headStart = (race: number, side: 0 | 1): Promise<void> =>
  new Promise((done) => setTimeout(done, race % 2 === side ? 0 : race % 30));

/**
 * Passwords and stems that every guessing list begins with and that are long enough for our minimum, or become so by
 * the digits and signs people put behind them. Lower case. Short on purpose: it travels to the browser.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `password passwordpassword passw0rd p@ssw0rd p@ssword mypassword thisispassword thepassword newpassword changeme
  changemenow changethis letmein letmeinplease pleaseletmein welcome welcomehome welcomeback iloveyou iloveyousomuch
  iloveyouforever qwerty qwertyuiop qwertyuiopas qwertyuiopasdf qwertyuiopasdfghjkl asdfghjkl asdfghjklzxc zxcvbnm
  zxcvbnmasdfg qazwsxedc qazwsxedcrfv 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1q2w3e4r5t6y 1q2w3e4r5t6y7u q1w2e3r4t5y6
  administrator adminadminadmin admin superadmin rootroot rootrootroot sunshine sunshinesunshine princess
  princessprincess football footballfootball baseball basketball superman supermansuperman batmanbatman starwars
  starwarsstarwars monkey monkeymonkey dragon dragondragon shadowshadow mastermaster master trustno1trustno1 michael
  jennifer charlie whatever whateverwhatever computer computercomputer internet internetinternet secret secretsecret
  topsecret verysecret supersecret mysecretpassword default defaultpassword temporary temporarypassword temppassword
  guestguestguest testtesttest test testpassword testing testingtesting demo demodemodemo demopassword example
  examplepassword sample samplepassword abcdefghijkl abc123abc123 abcd1234abcd1234 a1b2c3d4e5f6 123qweasdzxc
  1234qwerasdf 123456qwerty qwerty123456 qwerty1234567 123456abcdef 123123123123 112233445566 121212121212
  111222333444 123321123321 147258369147 159753159753 987654321987 correcthorsebatterystaple
  countersign countersigncountersign company companypassword summer winter spring autumn
  january february september november december monday sunday`
    .split(/\s+/)
    .concat("correct horse battery staple"),
);

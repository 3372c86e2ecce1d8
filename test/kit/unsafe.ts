/** What acts on a terminal, or makes one text look like another. */
export const unsafe = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

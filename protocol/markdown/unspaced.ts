/**
 * Scripts without gaps between words, with their signs: Thai, Lao, Burmese, Korean endings, Khmer, Chinese, Japanese.
 */
export const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3000-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u

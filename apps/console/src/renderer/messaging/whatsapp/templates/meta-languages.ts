/** Languages that templates are most often written in, as Meta writes them; it takes others too. */
export const metaLanguages: readonly string[] = [
  ...['en', 'en_US', 'en_GB', 'de', 'es', 'es_AR', 'es_ES', 'es_MX', 'fr', 'it', 'nl', 'pt_BR', 'pt_PT'],
  ...['af', 'ar', 'bg', 'bn', 'ca', 'cs', 'da', 'el', 'et', 'fa', 'fi', 'fil', 'gu', 'he', 'hi', 'hr', 'hu', 'id'],
  ...['ja', 'ka', 'kk', 'ko', 'lt', 'lv', 'mk', 'mr', 'ms', 'nb', 'pa', 'pl', 'ro', 'ru', 'sk', 'sl', 'sq', 'sr'],
  ...['sv', 'sw', 'ta', 'te', 'th', 'tr', 'uk', 'ur', 'uz', 'vi', 'zh_CN', 'zh_HK', 'zh_TW', 'zu'],
];

// Codes of languages and countries, to find a tag that is well-formed and means nothing: "german", "en-UK".
// Data: ISO 639-2 and ISO 3166-1 as Debian's iso-codes 4.15 has them, and what BCP 47 keeps of older codes.
#pragma once

#include <string_view>

namespace tocsin {

// clang-format off
/// Languages with two letters, older codes last.
inline constexpr std::string_view kLanguageCodes =
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
    "dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id "
    "ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu "
    "lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu "
    "rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
    "ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu in iw ji mo sh";

/// The code of three letters, and the code of two that BCP 47 wants in its place.
inline constexpr std::string_view kLongLanguageCodes =
    "aar:aa abk:ab ave:ae afr:af aka:ak amh:am arg:an ara:ar asm:as ava:av aym:ay aze:az bak:ba bel:be "
    "bul:bg bih:bh bis:bi bam:bm ben:bn bod:bo tib:bo bre:br bos:bs cat:ca che:ce cha:ch cos:co cre:cr "
    "ces:cs cze:cs chu:cu chv:cv cym:cy wel:cy dan:da deu:de ger:de div:dv dzo:dz ewe:ee ell:el gre:el "
    "eng:en epo:eo spa:es est:et eus:eu baq:eu fas:fa per:fa ful:ff fin:fi fij:fj fao:fo fra:fr fre:fr "
    "fry:fy gle:ga gla:gd glg:gl grn:gn guj:gu glv:gv hau:ha heb:he hin:hi hmo:ho hrv:hr hat:ht hun:hu "
    "hye:hy arm:hy her:hz ina:ia ind:id ile:ie ibo:ig iii:ii ipk:ik ido:io isl:is ice:is ita:it iku:iu "
    "jpn:ja jav:jv kat:ka geo:ka kon:kg kik:ki kua:kj kaz:kk kal:kl khm:km kan:kn kor:ko kau:kr kas:ks "
    "kur:ku kom:kv cor:kw kir:ky lat:la ltz:lb lug:lg lim:li lin:ln lao:lo lit:lt lub:lu lav:lv mlg:mg "
    "mah:mh mri:mi mao:mi mkd:mk mac:mk mal:ml mon:mn mar:mr msa:ms may:ms mlt:mt mya:my bur:my nau:na "
    "nob:nb nde:nd nep:ne ndo:ng nld:nl dut:nl nno:nn nor:no nbl:nr nav:nv nya:ny oci:oc oji:oj orm:om "
    "ori:or oss:os pan:pa pli:pi pol:pl pus:ps por:pt que:qu roh:rm run:rn ron:ro rum:ro rus:ru kin:rw "
    "san:sa srd:sc snd:sd sme:se sag:sg sin:si slk:sk slo:sk slv:sl smo:sm sna:sn som:so sqi:sq alb:sq "
    "srp:sr ssw:ss sot:st sun:su swe:sv swa:sw tam:ta tel:te tgk:tg tha:th tir:ti tuk:tk tgl:tl tsn:tn "
    "ton:to tur:tr tso:ts tat:tt twi:tw tah:ty uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi vol:vo wln:wa "
    "wol:wo xho:xh yid:yi yor:yo zha:za zho:zh chi:zh zul:zu";

/// Names of languages that are as long as a subtag may be, and the code that is meant.
inline constexpr std::string_view kLanguageNames =
    "afar:aa akan:ak albanian:sq amharic:am arabic:ar armenian:hy assamese:as avaric:av avestan:ae "
    "aymara:ay bambara:bm bashkir:ba basque:eu bengali:bn bislama:bi bosnian:bs brazil:pt-BR breton:br "
    "burmese:my catalan:ca chamorro:ch chechen:ce chewa:ny chichewa:ny chinese:zh chuang:za chuvash:cv "
    "cornish:kw corsican:co cree:cr croatian:hr czech:cs danish:da dansk:da deutsch:de dhivehi:dv "
    "divehi:dv dutch:nl dzongkha:dz english:en espanol:es estonian:et faroese:fo farsi:fa fijian:fj "
    "finnish:fi flemish:nl francais:fr french:fr fulah:ff gaelic:gd galician:gl ganda:lg georgian:ka "
    "german:de gikuyu:ki greek:el guarani:gn gujarati:gu haitian:ht hausa:ha hebrew:he herero:hz hindi:hi "
    "igbo:ig inupiaq:ik irish:ga italian:it italiano:it japanese:ja javanese:jv kannada:kn kanuri:kr "
    "kashmiri:ks kazakh:kk kikuyu:ki kirghiz:ky komi:kv kongo:kg korean:ko kuanyama:kj kurdish:ku "
    "kwanyama:kj kyrgyz:ky latin:la latvian:lv lingala:ln magyar:hu malagasy:mg malay:ms maltese:mt "
    "manx:gv maori:mi marathi:mr moldovan:ro nauru:na navaho:nv navajo:nv ndebele:nd ndonga:ng nepali:ne "
    "nuosu:ii nyanja:ny nynorsk:nn occitan:oc ojibwa:oj oriya:or oromo:om ossetian:os ossetic:os pali:pi "
    "panjabi:pa pashto:ps persian:fa polish:pl polski:pl punjabi:pa pushto:ps quechua:qu romanian:ro "
    "romansh:rm rundi:rn russian:ru samoan:sm sango:sg sanskrit:sa serbian:sr shona:sn sindhi:sd "
    "sinhala:si slovak:sk somali:so sotho:st spanish:es suomi:fi svenska:sv swahili:sw swati:ss "
    "swedish:sv tagalog:tl tahitian:ty tajik:tg tamil:ta tatar:tt telugu:te thai:th tibetan:bo "
    "tigrinya:ti tonga:to tsonga:ts tswana:tn turkish:tr turkmen:tk uighur:ug urdu:ur uyghur:ug uzbek:uz "
    "venda:ve walloon:wa welsh:cy wolof:wo xhosa:xh yiddish:yi yoruba:yo zhuang:za zulu:zu";

/// Countries, and what CLDR uses beside them.
inline constexpr std::string_view kRegionCodes =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT "
    "BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH "
    "ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT "
    "HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS "
    "LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI "
    "NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG "
    "SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG "
    "UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW AC CP DG EA EU EZ IC TA UN XK";
// clang-format on

}  // namespace tocsin

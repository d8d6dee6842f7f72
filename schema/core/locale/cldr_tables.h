// Made by cldr_tables.py of Unicode CLDR 41: change the script, not this file.
// Data: copyright Unicode, Inc., by the Unicode License, https://www.unicode.org/license.txt.
#pragma once

#include <string_view>

namespace tocsin::locales {

// clang-format off
/// Rows " KEY:SCRIPT:REGION ", in lower case: the likely script and region of a language, of a language in that
/// script, of a language in that region.
inline constexpr std::string_view kLikelySubtags =
    " ae:avst:ir aeb:arab:tn af:latn:za agq:latn:cm ak:latn:gh am:ethi:et apc:arab:zz apd:arab:tg "
    "ar:arab:eg arc-nbat:nbat:jo arc-palm:palm:sy arc:armi:ir arq:arab:dz ars:arab:sa ary:arab:ma "
    "arz:arab:eg as:beng:in asa:latn:tz ast:latn:es avl:arab:zz az-arab:arab:ir az-iq:arab:iq "
    "az-ir:arab:ir az-ru:cyrl:ru az:latn:az bal:arab:pk bas:latn:cm be:cyrl:by bej:arab:sd bem:latn:zm "
    "bez:latn:tz bft:arab:pk bg:cyrl:bg bgn:arab:pk bm:latn:ml bn:beng:bd bo:tibt:cn bqi:arab:ir "
    "br:latn:fr brh:arab:pk brx:deva:in bs:latn:ba ca:latn:es ccp:cakm:bd ce:cyrl:ru ceb:latn:ph "
    "cgg:latn:ug chr:cher:us cja:arab:kh ckb:arab:iq cs:latn:cz cy:latn:gb da:latn:dk dav:latn:ke "
    "dcc:arab:in de:latn:de dgl:arab:zz dje:latn:ne doi:deva:in dsb:latn:de dua:latn:cm dv:thaa:mv "
    "dyo:latn:sn dz:tibt:bt ebu:latn:ke ee:latn:gh el:grek:gr en-shaw:shaw:gb en:latn:us eo:latn:001 "
    "es:latn:es et:latn:ee eu:latn:es ewo:latn:cm fa:arab:ir ff-adlm:adlm:gn ff:latn:sn fi:latn:fi "
    "fia:arab:sd fil:latn:ph fo:latn:fo fr:latn:fr fub:arab:cm fur:latn:it fy:latn:nl ga:latn:ie "
    "gbz:arab:ir gd:latn:gb gjk:arab:pk gju:arab:pk gl:latn:es glk:arab:ir grc-linb:linb:gr grc:cprt:cy "
    "gsw:latn:ch gu:gujr:in guz:latn:ke gv:latn:im gwc:arab:zz gwt:arab:zz ha-cm:arab:cm ha-sd:arab:sd "
    "ha:latn:ng haw:latn:us haz:arab:af he:hebr:il hi-latn:latn:in hi:deva:in hnd:arab:pk hno:arab:pk "
    "hr:latn:hr hsb:latn:de hu:latn:hu hy:armn:am ia:latn:001 id:latn:id ig:latn:ng ii:yiii:cn is:latn:is"
    " it:latn:it iw:hebr:il ja:jpan:jp jgo:latn:cm ji:hebr:ua jmc:latn:tz jv:latn:id ka:geor:ge "
    "kab:latn:dz kam:latn:ke kby:arab:ne kde:latn:tz kea:latn:cv kgp:latn:br khq:latn:ml khw:arab:pk "
    "ki:latn:ke kk-af:arab:af kk-arab:arab:cn kk-cn:arab:cn kk-ir:arab:ir kk-mn:arab:mn kk:cyrl:kz "
    "kkj:latn:cm kl:latn:gl kln:latn:ke km:khmr:kh kn:knda:in ko:kore:kr kok:deva:in ks:arab:in "
    "ksb:latn:tz ksf:latn:cm ksh:latn:de ku-arab:arab:iq ku-lb:arab:lb ku-yezi:yezi:ge ku:latn:tr "
    "kvx:arab:pk kw:latn:gb kxp:arab:pk ky-arab:arab:cn ky-cn:arab:cn ky-latn:latn:tr ky-tr:latn:tr "
    "ky:cyrl:kg kzh:arab:zz lad:hebr:il lag:latn:tz lah:arab:pk lb:latn:lu lg:latn:ug lki:arab:ir "
    "lkt:latn:us ln:latn:cd lo:laoo:la lrc:arab:ir lt:latn:lt lu:latn:cd luo:latn:ke luy:latn:ke "
    "luz:arab:ir lv:latn:lv mai:deva:in mas:latn:ke mde:arab:zz mer:latn:ke mfa:arab:th mfe:latn:mu "
    "mg:latn:mg mgh:latn:mz mgo:latn:cm mi:latn:nz mk:cyrl:mk mki:arab:zz ml:mlym:in mn-cn:mong:cn "
    "mn-mong:mong:cn mn:cyrl:mn mni:beng:in mr:deva:in ms-cc:arab:cc ms:latn:my mt:latn:mt mua:latn:cm "
    "mvy:arab:pk my:mymr:mm myz:mand:ir mzn:arab:ir naq:latn:na nb:latn:no nd:latn:zw nds:latn:de "
    "ne:deva:np nl:latn:nl nmg:latn:cm nn:latn:no nnh:latn:cm no:latn:no nqo:nkoo:gn nus:latn:ss "
    "nyn:latn:ug om:latn:et or:orya:in oru:arab:zz os:cyrl:ge ota:arab:zz otk:orkh:mn oui:ougr:143 "
    "pa-arab:arab:pk pa-pk:arab:pk pa:guru:in pal-phlp:phlp:cn pal:phli:ir pcm:latn:ng phl:arab:zz "
    "phn:phnx:lb pl:latn:pl pra:khar:pk prd:arab:ir ps:arab:af pt:latn:br qu:latn:pe rhg:rohg:mm "
    "rm:latn:ch rmt:arab:ir rn:latn:bi ro:latn:ro rof:latn:tz ru:cyrl:ru rw:latn:rw rwk:latn:tz "
    "sa:deva:in sah:cyrl:ru saq:latn:ke sat:olck:in sbp:latn:tz sc:latn:it scl:arab:zz sd-deva:deva:in "
    "sd-in:deva:in sd-khoj:khoj:in sd-sind:sind:in sd:arab:pk sdh:arab:ir se:latn:no seh:latn:mz "
    "ses:latn:ml sg:latn:cf shi:tfng:ma shu:arab:zz si:sinh:lk sk:latn:sk skr:arab:pk sl:latn:si "
    "smn:latn:fi smp:samr:il sn:latn:zw so:latn:so sog:sogd:uz sq:latn:al sr-me:latn:me sr-ro:latn:ro "
    "sr-ru:latn:ru sr-tr:latn:tr sr:cyrl:rs su:latn:id sv:latn:se sw:latn:tz swb:arab:yt syr:syrc:iq "
    "ta:taml:in te:telu:in teo:latn:ug tg-arab:arab:pk tg-pk:arab:pk tg:cyrl:tj th:thai:th ti:ethi:et "
    "tk:latn:tm to:latn:to tr:latn:tr trw:arab:pk tt:cyrl:ru twq:latn:ne tzm:latn:ma ug-cyrl:cyrl:kz "
    "ug-kz:cyrl:kz ug-mn:cyrl:mn ug:arab:cn uk:cyrl:ua ur:arab:pk uz-af:arab:af uz-arab:arab:af "
    "uz-cn:cyrl:cn uz:latn:uz vai:vaii:lr vi:latn:vn vun:latn:tz wae:latn:ch wni:arab:km wo:latn:sn "
    "xco:chrs:uz xh:latn:za xld:lydi:tr xmn:mani:cn xmr:merc:sd xna:narb:sa xog:latn:ug xpr:prti:ir "
    "xsa:sarb:ye yav:latn:cm yi:hebr:001 yo:latn:ng yrl:latn:br yue-cn:hans:cn yue-hans:hans:cn "
    "yue:hant:hk zdj:arab:km zgh:tfng:ma zh-au:hant:au zh-bn:hant:bn zh-bopo:bopo:tw zh-gb:hant:gb "
    "zh-gf:hant:gf zh-hanb:hanb:tw zh-hant:hant:tw zh-hk:hant:hk zh-id:hant:id zh-mo:hant:mo "
    "zh-pa:hant:pa zh-pf:hant:pf zh-ph:hant:ph zh-sr:hant:sr zh-th:hant:th zh-tw:hant:tw zh-us:hant:us "
    "zh-vn:hant:vn zh:hans:cn zu:latn:za ";

/// Rows " CODE:LANGUAGE:SCRIPT ": codes that stand for another language, perhaps in one script.
inline constexpr std::string_view kLanguageAliases =
    " adp:dz: als:sq: arb:ar: azj:az: bcc:bal: bxk:luy: cld:syr: cmn:zh: cnr:sr: dgo:doi: drh:mn: drw:fa:"
    " ekk:et: fat:ak: fuc:ff: gaz:om: in:id: iw:he: ji:yi: jw:jv: khk:mn: kmr:ku: knn:kok: kzh:dgl: "
    "lvs:lv: mo:ro: no:nb: npi:ne: ory:or: pbu:ps: pes:fa: plt:mg: pnb:lah: quz:qu: scc:sr: scr:hr: "
    "sh:sr:latn spy:kln: src:sc: swh:sw: tl:fil: tnf:fa: tw:ak: uzn:uz: ydd:yi: zsm:ms: ";

/// Rows " LANGUAGE:OTHER ": a language, and a more general one that its readers read.
inline constexpr std::string_view kParentLanguages =
    " aeb:ar apc:ar apd:ar arq:ar ars:ar ary:ar arz:ar avl:ar fub:ff gsw:de id:ms lb:de mfa:ms nn:nb "
    "shu:ar yue:zh ";

/// Rows " LANGUAGE:OTHER ": a language, and another one that its readers understand.
inline constexpr std::string_view kCloseLanguages =
    " bs:hr bs:sr da:nb hr:bs hr:sr nb:da sr:bs sr:hr ";

/// The region whose texts are read where there are none for the region itself.
struct ParentRegion {
  std::string_view language, script, parent, regions;
};
inline constexpr ParentRegion kParentRegions[] = {
    {"en", "latn", "150",
     "at be ch de dk fi nl se si"},
    {"en", "latn", "001",
     "150 ag ai au bb bm bs bw bz cc ck cm cx cy dg dm er fj fk fm gb gd gg gh gi gm gy hk ie il im in io "
     "je jm ke ki kn ky lc lr ls mg mo ms mt mu mv mw my na nf ng nr nu nz pg pk pn pw rw sb sc sd sg sh "
     "sl ss sx sz tc tk to tt tv tz ug vc vg vu ws za zm zw"},
    {"es", "latn", "419",
     "ar bo br bz cl co cr cu do ec gt hn mx ni pa pe pr py sv us uy ve"},
    {"pt", "latn", "pt",
     "ao ch cv fr gq gw lu mo mz st tl"},
    {"zh", "hant", "hk",
     "mo"}};

inline constexpr std::string_view kRightToLeftScripts =
    " adlm arab aran armi avst chrs cprt elym hatr hebr hung khar lydi mand mani mend merc mero narb nbat"
    " nkoo orkh ougr palm phli phlp phnx prti rohg samr sarb sogd sogo syrc syre syrj syrn thaa yezi ";
// clang-format on

}  // namespace tocsin::locales

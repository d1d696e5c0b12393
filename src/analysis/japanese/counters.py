"""Counters: the words after a number that say what is counted."""

# What is counted, and the words that count it. A measure (キロ), a span of time (年間), a rank (位)
# and an ordinal (号, 条) are not here: 61号 and 5年間 are no counts of things.
COUNTERS = {
    "things": (
        "件|個|つ|台|点|品目?|種類?|類型|部品|本|枚|冊|組|セット|ユニット|ページ|頁|通|口|面|箱|対|双|足"
        "|食|缶|袋|束|件分|台分|人分|社分"
    ),
    "arms": (
        "機|基|隻|艘|艇|艦|両|輛|輌|門|挺|丁|発|弾|着|装備品?|システム|機種|車種|艦艇|船舶|航空機|車両"
        "|品種|銘柄"
    ),
    "people": "人|名|者|世帯|戸|議席|票|委員|議員",
    "companies": (
        "社|会社|企業|法人|独立行政法人|国立大学法人|社団法人|財団法人|特殊法人|公益法人|事業者"
        "|事業主体|業者|組合|協会|団体等|法人等|会社等|事業者等"
    ),
    "public bodies": (
        "機関|団体|省|省庁|府省|府省庁|部局|自治体|地方公共団体|都道府県|道府県|市町村|市区町村"
        "|大学|学校|校|病院|税務署|部隊|駐屯地|基地|府県|都府県|国立大学|省庁等|機関等|委員会|支部"
    ),
    "places": (
        "[か箇個カヵヶケ][国所]|施設|棟|工場|事業所|事務所|営業所|地区|拠点|空港|港湾|店舗|支店|路線"
        "|地域|都市"
    ),
    "undertakings": (
        "ケース|事項|不当事項|事態|訓練|演習|研修|調査|検査|試験|役務|申請|承認|許可|届出|通知|回答"
        "|質問|意見|提案|指摘|科目|費目|口座|基金|補助金|交付金|債権|契約|工事|業務|事業|計画|案件"
        "|事例|事案|項目|課題|分野|物件|物品|製品|取引|団地|協定|会計|勘定|区分|株|回|チーム|プロジェクト"
    ),
    "in English": (
        "permits?|licen[cs]es?|cases?|items?|units?|pieces?|sets?|kinds?|types?|part\\stypes"
        "|contracts?|projects?|countries|companies|firms?|people|ships?|vessels?|boats?|aircraft"
        "|vehicles?|tanks?|trucks?|radars?|rounds?|helmets?|vests?|missiles?|engines?"
    ),
}
COUNTER = "|".join(COUNTERS.values())

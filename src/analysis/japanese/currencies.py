"""Currencies: the names, signs and codes by which a sum of money is printed."""

# A name that several countries share (a bare $, dollars, ペソ, フラン, リラ, クローネ) is not here.
# ドル alone is the American one, ポンド and pound the British one, ¥ the Japanese one. A ・ may be
# left out; a Latin name may end in s.
CURRENCIES = {
    "JPY": "円|日本円|¥|JP¥|JPY|yen|Japanese yen",
    "USD": (
        "ドル|米ドル|米国・ドル|アメリカ・ドル|アメリカ合衆国・ドル|USドル"
        "|US$|$US|U.S.$|U.S. $|US $|米$|USD"
        "|US dollar|U.S. dollar|United States dollar|American dollar"
    ),
    "AUD": "豪ドル|豪州・ドル|オーストラリア・ドル|A$|AU$|$A|AUD|Australian dollar",
    "CAD": "加ドル|カナダ・ドル|C$|CA$|CAD|Canadian dollar",
    "NZD": "NZドル|ニュージーランド・ドル|NZ$|NZD|New Zealand dollar",
    "SGD": "シンガポール・ドル|星ドル|S$|SGD|Singapore dollar",
    "HKD": "香港ドル|HK$|HKD|Hong Kong dollar",
    "TWD": "台湾ドル|新台湾・ドル|ニュー台湾・ドル|台湾元|新台湾元|NT$|TWD|New Taiwan dollar",
    "BND": "ブルネイ・ドル|B$|BND|Brunei dollar",
    "FJD": "フィジー・ドル|FJ$|FJD|Fiji dollar|Fijian dollar",
    "SBD": "ソロモン・ドル|ソロモン諸島ドル|SI$|SBD|Solomon Islands dollar",
    "GBP": (
        "ポンド|英ポンド|英国・ポンド|イギリス・ポンド|スターリング・ポンド|ポンド・スターリング"
        "|£|UK£|GBP|pound|pounds sterling|pound sterling|British pound"
    ),
    "EUR": "ユーロ|€|EUR|euro",
    "CHF": "スイス・フラン|瑞フラン|CHF|Swiss franc",
    "SEK": "スウェーデン・クローナ|SEK|Swedish krona|Swedish kronor",
    "NOK": "ノルウェー・クローネ|NOK|Norwegian krone|Norwegian kroner",
    "DKK": "デンマーク・クローネ|DKK|Danish krone|Danish kroner",
    "PLN": "ズロチ|ズウォティ|ポーランド・ズロチ|ポーランド・ズウォティ|PLN|zloty|Polish zloty",
    "CZK": "コルナ|チェコ・コルナ|CZK|Czech koruna",
    "HUF": "フォリント|ハンガリー・フォリント|HUF|forint|Hungarian forint",
    "RON": "ルーマニア・レウ|ルーマニア・レイ|RON|Romanian leu",
    "UAH": "フリヴニャ|フリブナ|フリヴナ|ウクライナ・フリヴニャ|₴|UAH|hryvnia|Ukrainian hryvnia",
    "RUB": "ロシア・ルーブル|露ルーブル|₽|RUB|Russian ruble|Russian rouble",
    "TRY": "トルコ・リラ|新トルコ・リラ|₺|TRY|Turkish lira",
    "ILS": "シェケル|新シェケル|イスラエル・シェケル|イスラエル新シェケル|₪|ILS|shekel",
    "AED": "UAEディルハム|アラブ首長国連邦ディルハム|AED|UAE dirham|Emirati dirham",
    "SAR": "サウジ・リヤル|サウジアラビア・リヤル|SAR|Saudi riyal",
    "QAR": "カタール・リヤル|QAR|Qatari riyal",
    "EGP": "エジプト・ポンド|EGP|Egyptian pound",
    "ZAR": "南アフリカ・ランド|南ア・ランド|ZAR|South African rand",
    "CNY": "人民元|中国元|中国人民元|CN¥|RMB|CNY|yuan|Chinese yuan|renminbi",
    "KRW": "ウォン|韓国ウォン|₩|KRW|South Korean won",
    "INR": "インド・ルピー|₹|INR|Indian rupee",
    "PKR": "パキスタン・ルピー|PKR|Pakistani rupee",
    "LKR": "スリランカ・ルピー|LKR|Sri Lankan rupee",
    "BDT": "タカ|バングラデシュ・タカ|BDT|taka|Bangladeshi taka",
    "PHP": "フィリピン・ペソ|比ペソ|₱|PHP|Philippine peso",
    "IDR": "ルピア|インドネシア・ルピア|IDR|rupiah|Indonesian rupiah",
    "MYR": (
        "リンギット|リンギ|マレーシア・リンギット|マレーシア・リンギ|RM|MYR"
        "|ringgit|Malaysian ringgit"
    ),
    "THB": "バーツ|タイ・バーツ|฿|THB|baht|Thai baht",
    "VND": "ドン|ベトナム・ドン|₫|VND|Vietnamese dong",
    "MNT": "トゥグルグ|トグログ|モンゴル・トゥグルグ|₮|MNT|tugrik|Mongolian tugrik",
    "MMK": "ミャンマー・チャット|MMK|Myanmar kyat",
    "KHR": "カンボジア・リエル|KHR|Cambodian riel",
    "LAK": "ラオス・キープ|LAK|Lao kip",
    "PGK": "キナ|パプアニューギニア・キナ|PGK|Papua New Guinean kina",
    "BRL": "レアル|ブラジル・レアル|R$|BRL|Brazilian real",
    "MXN": "メキシコ・ペソ|MXN|Mexican peso",
}
# Scales that follow a number in English.
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "k": 1000,
    "million": 10**6,
    "mn": 10**6,
    "mil": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "trn": 10**12,
    "tn": 10**12,
}
# Numbers that are printed as English words.
WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "hundred": 100,
}

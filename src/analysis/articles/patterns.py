"""The words and signs by which lines of an article are told apart, in four languages."""

import re

MARK = r"^[\s\W]{0,6}"  # ►, ■, 【 … before a label
RELATED = re.compile(
    MARK
    + r"""(?:
          read[ ](?:also|more) | see[ ]also | also[ ]read | more[ ]on[ ]this  # Read also: …
        | related(?:[ ](?:articles?|stories|news|coverage|topics?|links?))?   # Related stories: …
        | читайте[ ](?:також|также|ещё|еще)                                   # Читайте також: …
        | дивіться[ ]також | смотрите[ ]также | (?:за|по)[ ]тем[іе]           # За темою: …
        | 関連(?:記事|ニュース|リンク|トピックス|キーワード)?                 # 【関連記事】
        | あわせて(?:読みたい|どうぞ) | 合わせて読みたい                      # あわせて読みたい：
        | こちらも(?:読む|どうぞ) | 続きを読む                                # 続きを読む＞
    )\s*(?:[:：►▶»|>＞】》\]］–—-]|$)""",
    re.IGNORECASE | re.VERBOSE,
)
SHOUTED = re.compile(r"^(READ ALSO|READ MORE|SEE ALSO|RELATED|ЧИТАЙТЕ ТАКОЖ|ЧИТАЙТЕ ТАКЖЕ)\b")
CREDIT = re.compile(
    MARK
    + r"""(?:
          (?:file[ ]|illustrative[ ]|cover[ ]|main[ ])?
          (?:photos?|image|picture|credit|illustration|caption)
          (?:[ ](?:by|credit|courtesy[ ]of))?                       # File photo by: …
        | (?:ілюстративне[ ]|головне[ ])?фото(?:[ ]з[ ]архіву)?     # Фото: …
        | (?:иллюстративное[ ])?фото                                # Иллюстративное фото: …
        | 写真(?:提供|説明|は)? | 画像 | 資料写真 | 提供 | 撮影     # 写真：防衛省
        | （写真 | イラスト                                         # イラスト＝…
    )\s*(?:[:：＝=/／©]|by[ ]|courtesy[ ])
    | (?:photos?|image|picture|фото|写真)\s?[:：＝=／/][^.。!?！？]{2,60}$   # … Photo: Agency
    | ^(?:getty[ ]images | © | \(c\) | фото[ ])                     # Getty Images
    | [（(](?:写真|photo)[:：＝=][^）)]*[）)]$                      # …（写真：防衛省）
    | ＝(?:共同|ロイター|AP|時事|AFP時事)$                          # …＝共同
    """,
    re.IGNORECASE | re.VERBOSE,
)
BYLINE = re.compile(  # By Jane Roe; 文＝…
    r"^(?:by|автор|автори|авторы|текст|文＝|取材・文|執筆)[:：\s]+(?:\S+\s?){1,6}$", re.IGNORECASE
)
NAMES = re.compile(  # Jane Roe | Some Agency | Some Images
    r"^(?!.*\d)[^|.!?。！？]{2,40}(?:\s[|｜]\s[^|.!?。！？]{2,40}){1,3}$"
)
DATED = re.compile(  # Published Wed, 20 Nov 2019 4:29 AM EST Updated an hour ago
    r"""^\W{0,4}(?:
          (?:first[ ]|last[ ]|originally[ ])?(?:published|updated|posted|modified|created)
        | опублікован\w+ | оновлен\w+ | опубликован\w+ | обновлен\w+ | дата\s+(?:публ|обн)\w+
        | 公開 | 更新 | 掲載 | 配信 | 投稿 | 最終更新
    )[^。]{0,80}\d[^。]{0,60}(?:(?<![.!?])|[ap]\.m\.)$
    | ^\d{1,2}[ ]?(?:min|minutes?|minute)[ ]read$ | ^(?:час[ ]читання|время[ ]чтения).{0,30}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
CONSENT = re.compile(  # what a wall says that asks to be let in
    r"""
      cookies? | our[ ](?:\w+[ ])?partners | privacy | personal[ ](?:data|information) | consent
    | legitimate[ ]interest | personali[sz]ed | on[ ]a[ ]device | your[ ]choices | browsing[ ]data
    | クッキー | 個人情報 | 同意 | プライバシー
    | конфіденційн | конфиденциальн | персональн\w+[ ]дан
    | файл\w*[ ]cookie | згод[аиу] | согласи[ея]
    """,
    re.IGNORECASE | re.VERBOSE,
)
WALL = re.compile(  # what stands in the place of a text that is for subscribers
    r"""
      \b(?:subscribers?|subscribe|subscription|log[ ]?in|sign[ ]?in|sign[ ]up|register)\b
    | 会員(?:限定|登録|の方) | 有料(?:会員|記事) | ログイン | 続きを読むには | 残り\d+文字
    | передплат\w+ | підпис\w+ | подпис\w+ | увійд\w+ | войд\w+
    """,
    re.IGNORECASE | re.VERBOSE,
)
BAR = set(  # the words of share bars
    """share this on via tweet post repost follow us facebook twitter x line telegram viber whatsapp
    linkedin reddit pinterest threads bluesky hatena pocket email e-mail print copy link save
    comment comments listen subscribe sign up like advertisement
    シェア シェアする ツイート ポスト 印刷 はてブ 送る 保存 メール リンクをコピー 広告
    поділитися поширити друк надрукувати поделиться поделиться печать реклама""".split()
)
UNSEEN = re.compile(  # control and bidi characters, joiners, byte-order marks, surrogates, tags
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
JOINED = re.compile(  # a line break inside a Japanese sentence
    r"(?<=[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef])[ \t]*\n"
    r"[ \t]*(?=[\u3001-\u30ff\u4e00-\u9fff\uff00-\uffef])"
)
MARKUP = re.compile(r"<\s*(?:!doctype|html|body|article|main|section|p|div)\b", re.IGNORECASE)
OUTLET_SUFFIX = re.compile(  # A headline | The Gazette; A headline - The Gazette
    r"\s*(?:[|｜]|\s[:：–—-]\s)\s*[^|｜–—]{2,40}$"
)
SENTENCE_END = re.compile(r"[.。!?！？…][\"'”’」』)）]*$")

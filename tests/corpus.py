"""A column of generated articles: Vietnamese words in no meaningful order, the same for the same seed.

The words are those of the plan and of everyday news, as compounds, so that "đại" and "hội" meet both inside and outside
"đại hội"; a long tail of rare syllables makes the vocabulary as wide as that of real news.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMON = (
    "và của các trong cho về là có được những với đã để một từ đến này khi theo tại sau trên ra như cũng vào còn không "
    "năm người nhiều lại đó mới phải vì bởi giữa qua rất hơn"
).split()
COMPOUNDS = tuple(
    part.strip()
    for part in """
    Nghị quyết, Đại hội, Đảng bộ, Đảng ủy, Đảng, cán bộ, đảng viên, tổ chức, công tác, tuyên truyền, kế hoạch, thực hiện, triển khai,
    nhiệm vụ, giải pháp, phát triển, kinh tế, xã hội, xây dựng, hệ thống, chính trị, phòng chống, tham nhũng, lãng phí, tiêu cực,
    đổi mới, mô hình, tăng trưởng, hội nhập, quốc tế, chủ động, tích cực, mục tiêu, chỉ tiêu, biểu dương, sáng tạo, nỗ lực, thi đua,
    học tập, đạo đức, phong cách, tư tưởng, Hồ Chí Minh, đấu tranh, phản bác, thông tin, quan điểm, sai trái, thù địch, đoàn kết,
    dân tộc, nhân dân, Nhà nước, Quốc hội, Hội đồng nhân dân, Chính phủ, bầu cử, đại biểu, nhiệm kỳ, kỳ họp, cử tri, cơ quan,
    Trung ương, đơn vị, đoàn thể, chi bộ, sinh hoạt, báo cáo viên, hội nghị, hội thảo, tọa đàm, khoa học, diễn đàn, phong trào,
    yêu nước, kỷ niệm, lịch sử, điển hình, tiên tiến, nâng cao, chất lượng, hiệu quả, năng suất, lao động, cạnh tranh, cơ cấu,
    chuyển đổi số, cải cách, hành chính, dịch vụ, công khai, minh bạch, kiểm tra, giám sát, kỷ luật, trách nhiệm, người đứng đầu,
    nông thôn, nông nghiệp, công nghiệp, doanh nghiệp, thị trường, đầu tư, ngân sách, hạ tầng, giao thông, giáo dục, đào tạo,
    y tế, văn hóa, thể thao, du lịch, môi trường, biến đổi, khí hậu, an ninh, quốc phòng, đối ngoại, pháp luật, bảo vệ, biên giới,
    biển đảo, thanh niên, phụ nữ, công đoàn, nông dân, cựu chiến binh, thiếu nhi, gia đình, cộng đồng, chăm sóc, sức khỏe,
    dịch bệnh, vắc xin, bài học, kinh nghiệm, khó khăn, hạn chế, kết quả, thành tựu, truyền thống, tương lai, khát vọng, phồn vinh,
    hạnh phúc, dân chủ, công bằng, văn minh, vững mạnh, trong sạch, toàn diện, đồng bộ, quyết liệt, kịp thời, thường xuyên,
    cụ thể, rõ ràng, đang, đáng, dạng, nghỉ, nghi, quyền, dân, phường, đan, hoà bình, hòa bình, thủy lợi, thuỷ lợi, hội họa
    """.replace("\n", " ").split(",")
)
PLACES = tuple(
    """Hà Nội,Đà Nẵng,Đắk Lắk,Đắk Nông,Hải Phòng,Cần Thơ,Lâm Đồng,Quảng Ninh,Quảng Ngãi,Thừa Thiên Huế,Đan Phượng,Điện Biên,
    Đồng Tháp,Sơn La,Lào Cai,Nghệ An,Hà Tĩnh,Bình Định,Khánh Hòa,Ninh Thuận,Cà Mau,An Giang,Kiên Giang,Tây Ninh""".replace(
        "\n", ""
    )
    .replace("    ", "")
    .split(",")
)
NUMBERS = ("23-KH/ĐUK", "05-NQ/TW", "142/2021/NĐ-CP", "1374/QĐ-TTg", "18-CT/TW", "COVID-19", "khóa XV", "lần thứ XIII")
TOPICS = (
    "bau-cu-ky-hop-thu-nhat ket-qua-nam-dau xay-dung-dang can-bo-phong-chong-tham-nhung mo-hinh-tang-truong "
    "hoi-nhap-quoc-te muc-tieu-kinh-te-xa-hoi bieu-duong-sang-tao thi-dua-hoc-tap phong-chong-covid-19 dau-tranh-phan-bac"
).split()
FORMS = ("truyen-thong", "tuyen-truyen-mieng", "hoi-thao-toa-dam", "thi-dua-mo-hinh")
UNITS = ("dang-uy-khoi", "dang-uy-truc-thuoc", "ban-bo-nganh-doan-the")
FIRST_DAY = dt.date(2021, 6, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One generated article as a reader sees its words. number: 0 is the oldest."""

    number: int
    title: str
    sapo: str
    body: str
    topic: str
    form: str
    unit: str
    date: dt.datetime

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return f"bai-{self.number:05d}"

    @property
    def text(self) -> str:
        """Title, sapo and body."""
        return f"{self.title}\n{self.sapo}\n{self.body}"


def generate(count: int, words: int = 600, seed: int = 23) -> list[Sample]:
    """Articles, oldest first; a longer list begins with the same articles."""
    made = []
    rare = _rare_syllables()
    compounds = list(COMPOUNDS)
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(compounds))))
    rare_weights = list(accumulate(1 / (rank + 20) for rank in range(len(rare))))
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        subject = chance.choices(compounds, cum_weights=weights, k=3)

        def phrase(chance: random.Random = chance, subject: list[str] = subject) -> str:
            roll = chance.random()
            if roll < 0.55:
                return chance.choices(compounds, cum_weights=weights)[0]
            if roll < 0.65:
                return chance.choice(subject)
            if roll < 0.86:
                return chance.choice(COMMON)
            if roll < 0.88:
                return chance.choice(PLACES)
            if roll < 0.89:
                return chance.choice(NUMBERS)
            if roll < 0.90:
                return str(chance.randrange(2, 2030))
            return chance.choices(rare, cum_weights=rare_weights)[0]

        def sentence(length: int, phrase: Callable[[], str] = phrase) -> str:
            text = ""
            while text.count(" ") + 1 < length:
                text += ("" if not text else ", " if len(text) % 11 == 0 else " ") + phrase()
            return text[:1].upper() + text[1:]

        title = sentence(11) if number % 3 else f"{subject[0][:1].upper()}{subject[0][1:]} {sentence(8).lower()}"
        paragraphs = []
        left = words - 45
        while left > 0:
            length = min(left, chance.randrange(40, 90))
            sentences = []
            while length > 0:
                size = min(max(length, 8), chance.randrange(12, 26))
                sentences.append(sentence(size) + ".")
                length -= size
                left -= size
            paragraphs.append(" ".join(sentences))
        day = FIRST_DAY + dt.timedelta(days=number * 1600 // max(count, 1600))
        made.append(
            Sample(
                number=number,
                title=title,
                sapo=sentence(32) + ".",
                body="\n\n".join(paragraphs),
                topic=chance.choice(TOPICS),
                form=chance.choice(FORMS),
                unit=chance.choice(UNITS),
                date=dt.datetime.combine(day, dt.time(7, number % 60)),
            )
        )
    return made


def _rare_syllables() -> list[str]:
    """Some 3,000 syllables that Vietnamese could have, in a fixed order."""
    onsets = "b c ch d đ g h kh l m n ng nh ph qu r s t th tr v x".split()
    rimes = (
        "a ac ai am an ang anh ao at au ay âm ân âng âu ât ăm ăn ăng ăt e en eo ê ên êu i iên iêu in inh iêt".split()
    )
    rimes += "o oan oang oi om on ong ôi ôm ôn ông ôt ơ ơi ơn u ua uân ui um un ung uôc uôi uôn uyên ư ưa ươi ươn ương".split()
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    made = []
    for onset in onsets:
        for rime in rimes:
            for tone in tones[: 1 + (len(onset) * 7 + len(rime) * 3) % 6]:
                place = next(i for i, letter in enumerate(rime) if letter in "aăâeêioôơuưy") + 1
                made.append(onset + rime[:place] + tone + rime[place:])
    random.Random(5).shuffle(made)
    import unicodedata

    return [unicodedata.normalize("NFC", syllable) for syllable in made]


def write(folder: Path, samples: list[Sample]) -> None:
    """Write a content folder: the project's own plan and site, and these articles."""
    folder.mkdir(parents=True)
    for name in ("plan.toml", "site.toml"):
        shutil.copy(ROOT / "content" / name, folder / name)
    for sample in samples:
        path = folder / "articles" / f"{sample.date:%Y}" / f"{sample.date:%Y-%m-%d}-{sample.slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(markdown(sample), encoding="utf-8")


def markdown(sample: Sample) -> str:
    """The article as editors would write it."""
    return (
        f"Title: {sample.title}\nDate: {sample.date:%Y-%m-%dT%H:%M}\nCategory: {sample.topic}\nForm: {sample.form}\n"
        f"Units: {sample.unit}\nTags: thử nghiệm\nAuthors: Ban biên tập\nId: {sample.slug}\nSlug: {sample.slug}\n"
        f"Summary: {sample.sapo}\n\n{sample.body}\n"
    )

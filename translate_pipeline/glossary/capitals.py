"""What capitals mean in English text: words that are capitalised without being names, and where sentences start."""

from __future__ import annotations

# Words that English capitalises and other languages translate: calendar, languages, peoples, faiths, forms of address.
TRANSLATED_WORDS = frozenset(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Ramadan Eid Nowruz Christmas Easter Ashura Muharram Afghan Afghans American
    Americans Arab Arabs Arabic Armenian Asian Australian Austrian Azerbaijani Baloch Bangladeshi Belarusian Belgian
    Brahui Brazilian British Briton Britons Canadian Chechen Chinese Christian Christians Czech Danish Dari Dutch
    Egyptian English Estonian European Europeans Finnish French Georgian German Germans Greek Hazara Hazaras Hebrew
    Hindi Hindu Hindus Hungarian Indian Indians Indonesian Iranian Iranians Iraqi Iraqis Irish Islam Islamic Islamist
    Islamists Israeli Israelis Italian Japanese Jew Jewish Jews Kazakh Kazakhs Kurd Kurdish Kurds Kyrgyz Latvian
    Lebanese Libyan Lithuanian Malaysian Mongolian Muslim Muslims Nepali Norwegian Nuristani Pakistani Pakistanis
    Palestinian Palestinians Pashto Pashtun Pashtuns Persian Polish Portuguese Punjabi Qatari Romanian Russian
    Russians Saudi Saudis Serbian Shia Shiite Shiites Sikh Sikhs Sindhi Slovak Soviet Spanish Sunni Sunnis Swedish
    Swiss Syrian Syrians Tajik Tajiks Tatar Thai Tibetan Turk Turkic Turkish Turkmen Turks Ukrainian Ukrainians Urdu
    Uyghur Uyghurs Uzbek Uzbeks Vietnamese Yemeni Western Eastern Northern Southern Central North South East West God
    Koran Quran Allah I He She It They We You A An The This That These Those There Here In On At By For From Of To
    With Without And But Or Nor So Yet If When While As After Before Since Until Because Although Though Once Both
    Either Neither Each Every All Some Many Most More Few Several Another Other Such No Not Nobody Nothing What Which
    Who Whose Why How Where His Her Its Their Our My Your According Also Earlier Later Meanwhile However Still Now
    Today Yesterday Tomorrow Officials Police Residents Local People Mr Mrs Ms Dr President Minister Prime Governor
    General Commander Captain Colonel Major Spokesman Spokeswoman Mullah Mawlawi Maulvi Sheikh Imam Ayatollah King
    Queen Prince Princess Senator Ambassador Judge Professor Doctor Chief Secretary Director Province District Village
    City River Street Road Mountain Valley Airport Hospital University School Ministry Department Council Commission
    Court Party Army Force Forces Government Parliament State Union United National International Supreme High House
    Bank Center Centre Office Agency Organization Association Foundation Committee Program Programme Fund Group
    Movement Front Service Services Security Assembly Embassy Mission
    """.split()
)


def starts_sentence(text: str, position: int) -> bool:
    """Whether a word at `position` would be capitalised whatever it is."""
    before = text[:position].rstrip("\"'“‘«( \u00a0")
    return not before or before[-1] in ".!?:"

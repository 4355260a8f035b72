"""English reports in, reviewed Dari and Pashto articles out.

Data flows one way, report -> draft -> catalog -> article, through the rooms `reports`, `translation`, `catalogs` and
`articles`; `glossary`, `conventions`, `checks`, `models` and `locales` serve them and know nothing above them.
"""

__version__ = "0.1.0"

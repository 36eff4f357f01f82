"""Where those who take part in the demos are at home, by the three digits of ISO 3166-1."""

from tallystick.crossborder import countries

CHINA = countries.country_text(countries.CHINA)
HONG_KONG, SINGAPORE, MALAYSIA, VIETNAM, GERMANY, NORWAY = "344", "702", "458", "704", "276", "578"

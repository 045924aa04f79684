"""Which of GPE, LOC, FAC a place name is, where the set only says "place": certain for a few, else all three."""

PLACE = ["GPE", "LOC", "FAC"]
GPE = {name.strip() for name in """
Afghanistan; Albania; Algeria; Andorra; Angola; Argentina; Armenia; Australia; Austria; Azerbaijan; Bahrain; Bangladesh;
Belarus; Belgium; Belize; Benin; Bhutan; Bolivia; Bosnia; Bosnia and Herzegovina; Botswana; Brazil; Brunei; Bulgaria; Burkina Faso;
Burma; Burundi; Cambodia; Cameroon; Canada; Cape Verde; Central African Republic; Chad; Chile; China; Colombia; Comoros;
Costa Rica; Croatia; Cuba; Cyprus; Czech Republic; Czechoslovakia; Denmark; Djibouti; East Germany; East Timor; Ecuador; Egypt;
El Salvador; England; Equatorial Guinea; Eritrea; Estonia; Ethiopia; Fiji; Finland; France; Gabon; Gambia; Germany; Ghana; Greece;
Grenada; Guatemala; Guinea-Bissau; Guyana; Haiti; Honduras; Hungary; Iceland; India; Indonesia; Iran; Iraq; Ireland; Israel; Italy;
Ivory Coast; Jamaica; Japan; Jordan; Kazakhstan; Kenya; Kosovo; Kuwait; Kyrgyzstan; Laos; Latvia; Lebanon; Lesotho; Liberia; Libya;
Liechtenstein; Lithuania; Luxembourg; Macedonia; Malawi; Malaysia; Mali; Malta; Mauritania; Mexico; Moldova; Monaco; Mongolia;
Montenegro; Morocco; Mozambique; Myanmar; Namibia; Nepal; Netherlands; New Zealand; Nicaragua; Nigeria; North Korea; North Macedonia;
Northern Ireland; Norway; Oman; Pakistan; Palau; Panama; Papua New Guinea; Paraguay; People 's Republic of China; Peru; Philippines;
Poland; Portugal; Qatar; Republic of Ireland; Romania; Russia; Rwanda; Saudi Arabia; Scotland; Senegal; Serbia; Sierra Leone;
Singapore; Slovakia; Slovenia; Somalia; South Africa; South Korea; South Sudan; Soviet Union; Spain; Sri Lanka; Sudan; Suriname;
Swaziland; Sweden; Switzerland; Syria; Taiwan; Tajikistan; Tanzania; Thailand; Togo; Tonga; Trinidad and Tobago; Tunisia; Turkey;
Turkmenistan; U.A.E.; U.K.; U.S.; U.S.A.; UAE; UK; US; USA; USSR; Uganda; Ukraine; United Arab Emirates; United Kingdom;
United States; United States of America; Uruguay; Uzbekistan; Venezuela; Vietnam; Wales; West Germany; Yemen; Yugoslavia; Zambia;
Zimbabwe; Great Britain; Britain;
Alabama; Alaska; Arizona; Arkansas; California; Connecticut; Delaware; Florida; Georgia; Idaho; Illinois; Indiana; Iowa; Kansas;
Kentucky; Louisiana; Maryland; Massachusetts; Michigan; Minnesota; Missouri; Montana; Nebraska; Nevada; New Hampshire; New Jersey; New Mexico;
North Carolina; North Dakota; Ohio; Oklahoma; Oregon; Pennsylvania; South Carolina; South Dakota; Tennessee; Texas; Utah;
Vermont; Virginia; West Virginia; Wisconsin; Wyoming
""".replace("\n", " ").split(";")}
LOC = {"Africa", "Antarctica", "Asia", "Europe", "North America", "South America", "Latin America", "Middle East", "Eastern Europe",
       "Western Europe", "Central Asia", "Southeast Asia", "South Asia", "Atlantic", "Pacific", "Atlantic Ocean", "Pacific Ocean",
       "Indian Ocean", "Mediterranean", "Mediterranean Sea", "Persian Gulf", "Black Sea", "Red Sea"}


def place(words):
    """The label of a place name, or the list of those that it may be."""
    text = " ".join(words[1:] if words[0].lower() == "the" else words)
    return "GPE" if text in GPE else "LOC" if text in LOC else list(PLACE)

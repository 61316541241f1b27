package sandbox

// The invented shop: an outfitter for outdoors, home and garden. No brand is real.

// seedCategory is a category of the invented shop; the parent is given by key, "" is the store's root.
type seedCategory struct{ key, parent, name string }

func seedCategories() []seedCategory {
	return []seedCategory{
		{"camp", "", "Camp"}, {"tents", "camp", "Tents & Tarps"}, {"sleep", "camp", "Sleeping"},
		{"cook", "camp", "Camp Kitchen"}, {"light", "camp", "Light & Power"},
		{"wear", "", "Wear"}, {"tops", "wear", "Tops"}, {"jackets", "wear", "Jackets"}, {"legs", "wear", "Trousers & Shorts"},
		{"head", "wear", "Hats & Gloves"}, {"feet", "wear", "Socks & Boots"},
		{"carry", "", "Carry"}, {"packs", "carry", "Backpacks"}, {"bottles", "carry", "Bottles"}, {"bags", "carry", "Bags & Pouches"},
		{"home", "", "Home"}, {"kitchen", "home", "Kitchen"}, {"textiles", "home", "Textiles"}, {"candles", "home", "Candles"},
		{"storage", "home", "Storage"},
		{"garden", "", "Garden"}, {"tools", "garden", "Tools"}, {"pots", "garden", "Pots"}, {"seeds", "garden", "Seeds"},
		{"service", "", "Services"}, {"workshop", "service", "Workshop"},
	}
}

// seedColours are the options of the attribute "color" with what they look like.
func seedColours() []struct{ name, hex string } {
	return []struct{ name, hex string }{
		{"Moss", "#5f7346"}, {"Slate", "#55606b"}, {"Clay", "#b5613c"}, {"Sand", "#d9c29a"}, {"Ocean", "#2f6d8c"},
		{"Berry", "#8a2f55"}, {"Charcoal", "#33363b"}, {"Sun", "#e8b93b"}, {"Ivory", "#f0eadb"}, {"Pine", "#26523f"},
	}
}

// seedSizes are the options of the attribute "size".
func seedSizes() []string {
	return []string{"XS", "S", "M", "L", "XL", "0.5 l", "0.75 l", "1 l", "38", "39", "40", "41", "42", "43"}
}

// seedFamily is a product that comes in colours and, perhaps, sizes: a configurable product and its variants.
type seedFamily struct {
	sku, name, shape, category, price, colours, sizes, weight string
}

func seedFamilies() []seedFamily {
	return []seedFamily{
		{"RT01", "Ridge Tee", "tee", "tops", "24.00", "Moss,Slate,Clay,Ivory", "S,M,L,XL", "0.2"},
		{"FL02", "Fern Long Sleeve", "tee", "tops", "36.50", "Pine,Sand,Charcoal", "S,M,L,XL", "0.3"},
		{"HP03", "Harbour Polo", "tee", "tops", "42.00", "Ocean,Ivory,Berry", "S,M,L,XL", "0.3"},
		{"LM04", "Larch Base Layer", "tee", "tops", "64.95", "Charcoal,Pine", "XS,S,M,L,XL", "0.25"},
		{"MS05", "Meadow Shirt", "tee", "tops", "54.90", "Sand,Ocean,Moss", "S,M,L,XL", "0.35"},
		{"DS06", "Drizzle Shell", "jacket", "jackets", "129.00", "Sun,Ocean,Moss,Charcoal", "S,M,L,XL", "0.6"},
		{"EF07", "Ember Fleece", "jacket", "jackets", "79.00", "Clay,Slate,Pine", "S,M,L,XL", "0.5"},
		{"CV08", "Cinder Vest", "jacket", "jackets", "98.00", "Charcoal,Berry", "S,M,L,XL", "0.4"},
		{"ST09", "Switchback Trousers", "trousers", "legs", "89.90", "Sand,Slate,Moss", "S,M,L,XL", "0.5"},
		{"BS10", "Brook Shorts", "trousers", "legs", "49.00", "Sand,Ocean,Charcoal", "S,M,L,XL", "0.3"},
		{"CB11", "Cairn Beanie", "hat", "head", "19.50", "Moss,Clay,Ocean,Berry,Charcoal", "", "0.1"},
		{"NC12", "Noon Cap", "hat", "head", "22.00", "Sand,Slate,Sun,Pine", "", "0.1"},
		{"FG13", "Frost Gloves", "glove", "head", "34.00", "Charcoal,Berry", "S,M,L", "0.15"},
		{"TS14", "Trek Socks", "sock", "feet", "14.25", "Slate,Moss,Clay", "S,M,L", "0.1"},
		{"BB15", "Bothy Boots", "boot", "feet", "159.00", "Clay,Charcoal", "38,39,40,41,42,43", "1.4"},
		{"LS16", "Lowland Shoes", "boot", "feet", "119.00", "Slate,Moss", "38,39,40,41,42,43", "0.9"},
		{"TB17", "Tarn Backpack 24", "pack", "packs", "95.00", "Moss,Ocean,Clay,Charcoal", "", "0.8"},
		{"SP18", "Summit Pack 45", "pack", "packs", "169.00", "Pine,Slate,Sun", "", "1.6"},
		{"BB19", "Brook Bottle", "bottle", "bottles", "26.00", "Moss,Ocean,Berry,Ivory", "0.5 l,0.75 l,1 l", "0.3"},
		{"DP20", "Day Pouch", "bag", "bags", "18.75", "Sand,Pine,Berry,Slate", "", "0.1"},
		{"HT21", "Hearth Throw", "blanket", "textiles", "74.00", "Ivory,Clay,Pine,Slate", "", "1.1"},
		{"KM22", "Kiln Mug", "mug", "kitchen", "16.40", "Ivory,Ocean,Moss,Clay,Charcoal", "", "0.35"},
		{"LT23", "Linen Towel", "towel", "textiles", "21.00", "Sand,Ivory,Slate,Berry,Moss", "", "0.3"},
	}
}

// seedSimples are the products without variants: sku|name|shape|colour|category|price|weight, then perhaps |special price.
// A weight of 0 is a virtual product; a price that ends in "*" carries no tax.
func seedSimples() []string {
	return []string{
		"CT-101|Alder Tent 2|tent|Moss|tents|249.00|2.4", "CT-102|Alder Tent 3|tent|Moss|tents|319.00|3.1",
		"CT-103|Hollow Tarp|tent|Sand|tents|89.00|0.9|71.20", "CT-104|Groundsheet|mat|Slate|tents|32.00|0.6",
		"CT-105|Peg Set of 10|tool|Charcoal|tents|12.90|0.3", "CT-106|Guy Line 20 m|rope|Sun|tents|9.95|0.2",
		"CS-111|Dusk Sleeping Bag|blanket|Ocean|sleep|179.00|1.1", "CS-112|Frost Sleeping Bag|blanket|Berry|sleep|259.00|1.4|219.00",
		"CS-113|Loam Sleeping Mat|mat|Pine|sleep|84.50|0.6", "CS-114|Loam Mat Long|mat|Pine|sleep|94.50|0.7",
		"CS-115|Camp Pillow|blanket|Slate|sleep|24.00|0.2", "CS-116|Silk Liner|blanket|Ivory|sleep|49.00|0.15",
		"CK-121|Spark Stove|pan|Charcoal|cook|64.00|0.4", "CK-122|Nest Pot 1.2 l|pan|Slate|cook|38.00|0.35",
		"CK-123|Trail Pan 20 cm|pan|Charcoal|cook|34.50|0.4", "CK-124|Steel Cup|mug|Slate|cook|11.50|0.1",
		"CK-125|Spoon and Fork|tool|Slate|cook|8.90|0.05", "CK-126|Windbreak|box|Slate|cook|19.00|0.3",
		"CK-127|Water Sack 10 l|bottle|Ocean|cook|27.00|0.2", "CK-128|Camp Coffee Dripper|mug|Clay|cook|23.50|0.1",
		"CL-131|Glow Lantern|lamp|Sun|light|45.00|0.4", "CL-132|Beam Head Torch|lamp|Charcoal|light|39.00|0.1|31.00",
		"CL-133|Pocket Torch|lamp|Berry|light|17.00|0.1", "CL-134|String Lights|lamp|Ivory|light|28.00|0.2",
		"CL-135|Sun Panel 10 W|box|Charcoal|light|69.00|0.5", "CL-136|Power Cell 10k|box|Slate|light|49.90|0.25",
		"CC-141|Folding Stool|chair|Clay|tents|29.00|1.2", "CC-142|Lakeside Chair|chair|Ocean|tents|74.00|2.9",
		"WH-151|Field Hat|hat|Sand|head|36.00|0.15", "WH-152|Merino Scarf|towel|Berry|head|31.00|0.1",
		"WF-161|Boot Wax|candle|Clay|feet|9.50|0.1", "WF-162|Laces 150 cm|rope|Charcoal|feet|4.75|0.02",
		"WF-163|Wool Insoles|sock|Slate|feet|15.90|0.1", "WF-164|Gaiters|trousers|Charcoal|feet|42.00|0.3",
		"PK-171|Rain Cover|bag|Sun|packs|19.90|0.1", "PK-172|Chest Pouch|bag|Moss|packs|28.00|0.2",
		"PK-173|Dry Sack 5 l|bag|Ocean|bags|14.00|0.08", "PK-174|Dry Sack 13 l|bag|Ocean|bags|18.00|0.1",
		"PK-175|Dry Sack 35 l|bag|Ocean|bags|26.00|0.15", "PK-176|Canvas Tote|bag|Ivory|bags|22.00|0.3",
		"PK-177|Market Basket|bag|Sand|bags|39.00|0.6", "PK-178|Wash Bag|bag|Slate|bags|24.50|0.2",
		"BO-181|Brook Bottle Cap|bottle|Charcoal|bottles|6.50|0.05", "BO-182|Ember Flask 0.7 l|bottle|Clay|bottles|33.00|0.4",
		"BO-183|Bottle Sleeve|bottle|Pine|bottles|12.00|0.1", "BO-184|Bottle Brush|tool|Ivory|bottles|7.25|0.05",
		"HK-201|Oak Board|box|Sand|kitchen|44.00|1.2", "HK-202|Bread Knife|tool|Slate|kitchen|37.00|0.3",
		"HK-203|Stoneware Bowl|pot|Ivory|kitchen|18.00|0.5", "HK-204|Stoneware Plate|pot|Ivory|kitchen|16.00|0.6",
		"HK-205|Salt Cellar|pot|Clay|kitchen|14.50|0.3", "HK-206|Tea Tin|box|Berry|kitchen|11.00|0.15|8.80",
		"HK-207|Iron Skillet|pan|Charcoal|kitchen|58.00|2.1", "HK-208|Enamel Kettle|mug|Pine|kitchen|49.00|1.0",
		"HK-209|Honey Jar|bottle|Sun|kitchen|9.80*|0.5", "HK-210|Orchard Tea 100 g|box|Moss|kitchen|7.90*|0.1",
		"HX-221|Wool Cushion|blanket|Clay|textiles|39.00|0.7", "HX-222|Table Runner|towel|Sand|textiles|27.00|0.3",
		"HX-223|Oven Glove|glove|Slate|textiles|15.00|0.2", "HX-224|Apron|tee|Pine|textiles|32.00|0.3|25.60",
		"HC-231|Beeswax Candle|candle|Sun|candles|12.50|0.2", "HC-232|Pine Candle|candle|Pine|candles|18.00|0.3",
		"HC-233|Fig Candle|candle|Berry|candles|18.00|0.3", "HC-234|Candle Holder|lamp|Charcoal|candles|14.00|0.4",
		"HC-235|Long Matches|box|Clay|candles|5.50|0.1", "HC-236|Storm Lamp|lamp|Slate|candles|34.00|0.9",
		"HS-241|Crate Small|box|Sand|storage|21.00|1.0", "HS-242|Crate Large|box|Sand|storage|31.00|1.8",
		"HS-243|Peg Rail|tool|Sand|storage|26.00|0.8", "HS-244|Rope Basket|pot|Ivory|storage|29.00|0.6",
		"HS-245|Glass Jar 1 l|bottle|Ocean|storage|8.25|0.6", "HS-246|Boot Tray|box|Charcoal|storage|17.50|0.7",
		"GT-251|Hand Trowel|tool|Pine|tools|14.00|0.3", "GT-252|Hand Fork|tool|Pine|tools|14.00|0.3",
		"GT-253|Pruning Shears|tool|Berry|tools|36.00|0.3|29.90", "GT-254|Garden Gloves|glove|Moss|tools|13.50|0.1",
		"GT-255|Watering Can 5 l|mug|Pine|tools|28.00|0.9", "GT-256|Twine 100 m|rope|Sand|tools|5.95|0.2",
		"GT-257|Kneeling Mat|mat|Moss|tools|16.00|0.4", "GT-258|Border Spade|tool|Clay|tools|48.00|2.0",
		"GP-261|Clay Pot 12 cm|pot|Clay|pots|4.50|0.6", "GP-262|Clay Pot 18 cm|pot|Clay|pots|7.50|1.1",
		"GP-263|Glazed Pot 20 cm|pot|Ocean|pots|22.00|1.8", "GP-264|Hanging Pot|pot|Ivory|pots|18.50|0.8",
		"GP-265|Seed Tray|box|Charcoal|pots|6.00|0.2", "GP-266|Saucer 18 cm|pot|Clay|pots|3.25|0.4",
		"GS-271|Basil Seeds|box|Moss|seeds|2.95*|0.01", "GS-272|Tomato Seeds|box|Clay|seeds|3.25*|0.01",
		"GS-273|Wildflower Mix|box|Berry|seeds|4.95*|0.05", "GS-274|Sunflower Seeds|box|Sun|seeds|2.75*|0.02",
		"GS-275|Radish Seeds|box|Berry|seeds|2.50*|0.01", "GS-276|Lavender Seeds|box|Ocean|seeds|3.50*|0.01",
		"SV-291|Tent Repair|tent|Slate|workshop|45.00|0", "SV-292|Boot Resole|boot|Slate|workshop|65.00|0",
		"SV-293|Knife Sharpening|tool|Slate|workshop|12.00|0", "SV-294|Gift Wrapping|box|Berry|workshop|4.50|0",
		"SV-295|Donation to Path Care|box|Moss|workshop|5.00*|0",
	}
}

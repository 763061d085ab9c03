"""Writes company.jsonl: questions (en + zh) over the company graph, gold computed from the SPARQL.

    python research/questions/company.py
"""
import json
import re
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox

DATA = Path(__file__).parents[3] / "shared/data/company"
OUT = Path(__file__).with_name("company.jsonl")
PREFIXES = {
    "pv": "http://ld.company.org/prod-vocab/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "dbr": "http://dbpedia.org/resource/",
    "dbo": "http://dbpedia.org/ontology/",
}
ITEMS = []


def Q(kind, difficulty, en, zh, sparql, om=False):
    ITEMS.append((kind, difficulty, en, zh, " ".join(sparql.split()), om))


# ---------------------------------------------------------------- look-up of an attribute
Q("lookup", "easy", "What does the Potentiometer Rheostat with ID Z763-7274829 weigh?",
  "编号为 Z763-7274829 的 Potentiometer Rheostat 有多重？",
  'SELECT ?w { ?x pv:id "Z763-7274829"; pv:weight_g ?w }')
Q("lookup", "easy", "How much do we charge for Predictive Maintenance?",
  "Predictive Maintenance 这项服务怎么收费？",
  'SELECT ?a { ?x a pv:Service; pv:name "Predictive Maintenance"; pv:price/pv:amount ?a }')
Q("lookup", "easy", "I need to call Heinrich Hoch – what's his number?",
  "我要打电话给 Heinrich Hoch，他的号码是多少？",
  'SELECT ?p { ?x pv:name "Heinrich Hoch"; pv:phone ?p }')
Q("lookup", "easy", "Karen Brant's e-mail address, please",
  "请告诉我 Karen Brant 的邮箱",
  'SELECT ?e { ?x pv:name "Karen Brant"; pv:email ?e }')
Q("lookup", "easy", "Who is Marius Fux's manager?",
  "Marius Fux 的上司是谁？",
  'SELECT ?m { ?x pv:name "Marius Fux"; pv:hasManager ?m }')
Q("lookup", "easy", "Who is the product manager for Enterprise Navigation?",
  "Enterprise Navigation 由哪位产品经理负责？",
  'SELECT ?m { ?x pv:name "Enterprise Navigation"; pv:hasProductManager ?m }')
Q("lookup", "easy", "What's the country code in Bryant-Stark's address?",
  "Bryant-Stark 地址里的国家代码是什么？",
  'SELECT ?c { ?x pv:name "Bryant-Stark"; pv:addressCountryCode ?c }')
Q("lookup", "easy", "Who supplies component T958-2055544?",
  "元件 T958-2055544 是哪家供应商供的货？",
  'SELECT ?s { ?x pv:id "T958-2055544"; pv:hasSupplier ?s }')
Q("lookup", "easy", "Reliability index of D331-6211280?",
  "D331-6211280 的可靠性指数是多少？",
  'SELECT ?r { ?x pv:id "D331-6211280"; pv:reliabilityIndex ?r }')
Q("lookup", "easy", "How deep is the LCD Gauge Crystal X480-1491345?",
  "LCD Gauge Crystal（X480-1491345）的深度是多少？",
  'SELECT ?d { ?x pv:id "X480-1491345"; pv:depth_mm ?d }')
Q("lookup", "easy", "What are the width and the height of S531-7887299?",
  "S531-7887299 的宽和高分别是多少？",
  'SELECT ?w ?h { ?x pv:id "S531-7887299"; pv:width_mm ?w; pv:height_mm ?h }')
Q("lookup", "easy", "Under which categories is W981-1196694 filed?",
  "W981-1196694 归在哪些类别下？",
  'SELECT ?c { ?x pv:id "W981-1196694"; pv:hasCategory ?c }')
Q("lookup", "easy", "What ID does the Engineering department have?",
  "Engineering 部门的编号是什么？",
  'SELECT ?i { ?x a pv:Department; pv:name "Engineering"; pv:id ?i }')
Q("lookup", "easy", "In what currency is C699-1385746 priced?",
  "C699-1385746 用什么货币标价？",
  'SELECT ?c { ?x pv:id "C699-1385746"; pv:price/pv:currency ?c }')
Q("lookup", "easy", "What address do we have on file for Emil Gotti?",
  "档案里 Emil Gotti 登记的地址是什么？",
  'SELECT ?a { ?x pv:name "Emil Gotti"; pv:addressText ?a }')
Q("lookup", "easy", "Which areas of expertise does Liese Adam have?",
  "Liese Adam 擅长哪些领域？",
  'SELECT ?c { ?x pv:name "Liese Adam"; pv:areaOfExpertise ?c }')
Q("lookup", "easy", "Which products is X480-1491345 compatible with?",
  "哪些产品能与 X480-1491345 兼容？",
  'SELECT ?y { ?x pv:id "X480-1491345"; pv:compatibleProduct ?y }')
Q("lookup", "medium", "How many units of L536-5185541 go into the NaviTech Pulsar?",
  "一台 NaviTech Pulsar 要用多少个 L536-5185541？",
  'SELECT (xsd:decimal(?q) AS ?n) { ?b pv:name "NaviTech Pulsar"; pv:hasBomPart ?p . ?p pv:quantity ?q; pv:hasPart/pv:id "L536-5185541" }')
Q("lookup", "easy", "What are the latitude and longitude of the supplier Ferrell-Dixon?",
  "供应商 Ferrell-Dixon 的经纬度是多少？",
  'SELECT ?lat ?long { ?x pv:name "Ferrell-Dixon"; geo:lat ?lat; geo:long ?long }')

# ---------------------------------------------------------------- names vs entities
Q("names", "easy", "What's the name of the product with ID F661-8988230?",
  "编号 F661-8988230 的产品叫什么？",
  'SELECT ?n { ?x pv:id "F661-8988230"; pv:name ?n }')
Q("names", "easy", "What are our product categories called? Names only.",
  "我们的产品类别都叫什么名称？只要名称。",
  'SELECT ?n { ?x a pv:ProductCategory; pv:name ?n }')
Q("names", "easy", "Names and e-mail addresses of everyone in Production, please.",
  "请列出 Production 部门所有人的姓名和邮箱。",
  'SELECT ?n ?e { ?x pv:memberOf/pv:name "Production"; pv:name ?n; pv:email ?e }')
Q("names", "medium", "Tell me the names and the cities of our Japanese suppliers.",
  "我们的日本供应商叫什么、在哪个城市？",
  'SELECT ?n ?c { ?x a pv:Supplier; pv:addressCountry "Japan"; pv:name ?n; pv:addressLocality ?c }')
Q("names", "easy", "What is the full label of the product Z439-5790785?",
  "产品 Z439-5790785 的完整标签是什么？",
  'SELECT ?l { ?x pv:id "Z439-5790785"; rdfs:label ?l }')

# ---------------------------------------------------------------- several hops
Q("multi-hop", "easy", "What is the e-mail of the product manager of C182-2689274?",
  "C182-2689274 的产品经理邮箱是多少？",
  'SELECT ?e { ?x pv:id "C182-2689274"; pv:hasProductManager/pv:email ?e }')
Q("multi-hop", "easy", "Which city is the supplier of Z763-7274829 based in?",
  "给 Z763-7274829 供货的厂家在哪个城市？",
  'SELECT ?c { ?x pv:id "Z763-7274829"; pv:hasSupplier/pv:addressLocality ?c }')
Q("multi-hop", "medium", "From which countries do the parts of the Mechtron SynthWave come?",
  "Mechtron SynthWave 的零件来自哪些国家？",
  'SELECT DISTINCT ?c { ?b pv:name "Mechtron SynthWave"; pv:hasBomPart/pv:hasPart/pv:hasSupplier/pv:addressCountry ?c }')
Q("multi-hop", "medium", "Which suppliers provide parts for the ElectroSphere Vesselink?",
  "ElectroSphere Vesselink 的零件由哪些供应商提供？",
  'SELECT DISTINCT ?s { ?b pv:name "ElectroSphere Vesselink"; pv:hasBomPart/pv:hasPart/pv:hasSupplier ?s }')
Q("multi-hop", "medium", "In which departments do our Memristor experts work?",
  "懂 Memristor 的专家分布在哪些部门？",
  'SELECT DISTINCT ?d { ?e pv:areaOfExpertise/pv:name "Memristor"; pv:memberOf ?d }')
Q("multi-hop", "medium", "Which bills of material use parts from German suppliers?",
  "哪些物料清单用到了德国供应商的零件？",
  'SELECT DISTINCT ?b { ?b a pv:BillOfMaterial; pv:hasBomPart/pv:hasPart/pv:hasSupplier/pv:addressCountry "Germany" }')
Q("multi-hop", "hard", "Who supplies the products that are compatible with parts of the NaviTech Pulsar?",
  "与 NaviTech Pulsar 的零件兼容的那些产品，都是谁供应的？",
  'SELECT DISTINCT ?s { ?b pv:name "NaviTech Pulsar"; pv:hasBomPart/pv:hasPart/pv:compatibleProduct/pv:hasSupplier ?s }')

# ---------------------------------------------------------------- inverse directions
Q("inverse", "easy", "What does Garcia Ltd supply to us?",
  "Garcia Ltd 给我们供应哪些东西？",
  'SELECT ?x { ?x pv:hasSupplier/pv:name "Garcia Ltd" }')
Q("inverse", "easy", "Which products is Valda Everhart product manager of?",
  "Valda Everhart 担任哪些产品的产品经理？",
  'SELECT ?x { ?x pv:hasProductManager/pv:name "Valda Everhart" }')
Q("inverse", "easy", "Who are Reiner Widmann's direct reports?",
  "Reiner Widmann 的直接下属有哪些人？",
  'SELECT ?e { ?m pv:name "Reiner Widmann"; (pv:hasDirectReport|^pv:hasManager) ?e }')
Q("inverse", "easy", "What is the Production department responsible for?",
  "Production 部门负责哪些产品？",
  'SELECT ?x { ?d pv:name "Production"; pv:responsibleFor ?x }')
Q("inverse", "medium", "In which bills of material is N573-1498086 used?",
  "N573-1498086 出现在哪些物料清单里？",
  'SELECT ?b { ?b pv:hasBomPart/pv:hasPart/pv:id "N573-1498086" }')
Q("inverse", "easy", "Which services can a customer add to J785-9314350?",
  "J785-9314350 可以搭配哪些服务？",
  'SELECT ?s { ?s a pv:Service; pv:eligibleFor/pv:id "J785-9314350" }')
Q("inverse", "easy", "Which department takes care of Industry-Grade Hacking?",
  "Industry-Grade Hacking 归哪个部门管？",
  'SELECT ?d { ?d pv:responsibleFor/pv:name "Industry-Grade Hacking" }')
Q("inverse", "easy", "Whose number is +49-551-5670308?",
  "+49-551-5670308 是谁的电话？",
  'SELECT ?x { ?x pv:phone "+49-551-5670308" }')
Q("inverse", "medium", "Who in the company has expertise in one of the categories of part Q696-9337626?",
  "公司里哪些人的专长与零件 Q696-9337626 的类别相符？",
  'SELECT DISTINCT ?e { ?x pv:id "Q696-9337626"; pv:hasCategory ?c . ?e pv:areaOfExpertise ?c }')

# ---------------------------------------------------------------- intersections
Q("intersection", "easy", "Which items are both an LCD and a Sensor?",
  "哪些产品同时属于 LCD 和 Sensor 两个类别？",
  'SELECT ?x { ?x pv:hasCategory/pv:name "LCD", "Sensor" }')
Q("intersection", "easy", "Which Warp components do we get from Japan?",
  "Warp 类元件里哪些是从日本采购的？",
  'SELECT ?x { ?x a pv:Hardware; pv:hasCategory/pv:name "Warp"; pv:hasSupplier/pv:addressCountry "Japan" }')
Q("intersection", "medium", "Who in Procurement is an expert in Warp as well as Coil?",
  "Procurement 部门里谁既懂 Warp 又懂 Coil？",
  'SELECT ?e { ?e pv:memberOf/pv:name "Procurement"; pv:areaOfExpertise/pv:name "Warp", "Coil" }')
Q("intersection", "medium", "Of the hardware Emil Gotti manages, what comes from Indian suppliers?",
  "Emil Gotti 担任产品经理的硬件中，有哪些是印度供应商提供的？",
  'SELECT ?x { ?x a pv:Hardware; pv:hasProductManager/pv:name "Emil Gotti"; pv:hasSupplier/pv:addressCountry "India" }')
Q("intersection", "medium", "Which part is shared by the HydraPulse ElectraCraft and the ElectraWing Nimbus?",
  "HydraPulse ElectraCraft 和 ElectraWing Nimbus 共用了哪个零件？",
  'SELECT ?x { ?b pv:name "HydraPulse ElectraCraft"; pv:hasBomPart/pv:hasPart ?x . ?c pv:name "ElectraWing Nimbus"; pv:hasBomPart/pv:hasPart ?x }')
Q("intersection", "medium", "Find me hardware that qualifies for Predictive Maintenance and for Component Confabulation.",
  "哪些硬件既能用 Predictive Maintenance，又能用 Component Confabulation？",
  'SELECT ?x { ?s pv:name "Predictive Maintenance"; pv:eligibleFor ?x . ?t pv:name "Component Confabulation"; pv:eligibleFor ?x . ?x a pv:Hardware }')
# ---------------------------------------------------------------- counts
Q("count", "easy", "How many suppliers do we have in China?",
  "我们在中国有多少家供应商？",
  'SELECT (COUNT(?s) AS ?n) { ?s a pv:Supplier; pv:addressCountry "China" }')
Q("count", "easy", "How many people belong to Marketing?",
  "Marketing 部门一共有多少人？",
  'SELECT (COUNT(?e) AS ?n) { ?e pv:memberOf/pv:name "Marketing" }')
Q("count", "easy", "How many products are there in the Compensator category?",
  "Compensator 类别下有多少种产品？",
  'SELECT (COUNT(?x) AS ?n) { ?x pv:hasCategory/pv:name "Compensator" }')
Q("count", "easy", "How many parts does the bill of materials of PulseCraft Vertex list?",
  "PulseCraft Vertex 的物料清单里列了多少种零件？",
  'SELECT (COUNT(DISTINCT ?p) AS ?n) { ?b a pv:BillOfMaterial; pv:name "PulseCraft Vertex"; pv:hasBomPart ?p }')
Q("count", "easy", "How many managers does the company have?",
  "公司有几位经理（Manager）？",
  'SELECT (COUNT(?m) AS ?n) { ?m a pv:Manager }')
Q("count", "easy", "What is our total headcount, managers included?",
  "连经理在内，公司一共有多少员工？",
  'SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a/rdfs:subClassOf* pv:Employee }')
Q("count", "medium", "How many agents of any kind have a phone number?",
  "不分类型，一共有多少个主体（Agent）登记了电话？",
  'SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a/rdfs:subClassOf* pv:Agent; pv:phone ?p }')
Q("count", "medium", "In how many different countries do our suppliers have their address?",
  "我们的供应商地址分布在多少个国家？",
  'SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a pv:Supplier; pv:addressCountry ?c }')
Q("count", "easy", "How many BOM part entries are there in total?",
  "系统里总共有多少条 BOM 零件记录（BOM Part）？",
  'SELECT (COUNT(?p) AS ?n) { ?p a pv:BomPart }')
Q("count", "medium", "How many price records are in euros and above 1,000?",
  "有多少条价格记录以欧元（EUR）计且超过 1000？",
  'SELECT (COUNT(?p) AS ?n) { ?p a pv:Price; pv:currency "EUR"; pv:amount ?a FILTER(?a > 1000) }')

# ---------------------------------------------------------------- sums, averages, minima, maxima
Q("aggregate", "easy", "What's the average price of an LCD product?",
  "LCD 类产品的平均价格是多少？",
  'SELECT (AVG(?a) AS ?v) { ?x pv:hasCategory/pv:name "LCD"; pv:price/pv:amount ?a }')
Q("aggregate", "easy", "If I put one of each component from Becker LLC on the scales, what's the total weight?",
  "Becker LLC 供应的元件每种各取一个，总共多重？",
  'SELECT (SUM(?w) AS ?v) { ?x pv:hasSupplier/pv:name "Becker LLC"; pv:weight_g ?w }')
Q("aggregate", "medium", "Lowest, highest and average price of our services?",
  "我们服务的最低价、最高价和平均价各是多少？",
  'SELECT (MIN(?a) AS ?lo) (MAX(?a) AS ?hi) (AVG(?a) AS ?av) { ?x a pv:Service; pv:price/pv:amount ?a }')
Q("aggregate", "medium", "What is the average reliability index across the parts of NexaCore Integrator?",
  "NexaCore Integrator 所用零件的可靠性指数平均是多少？",
  'SELECT (AVG(?r) AS ?v) { { SELECT DISTINCT ?x { ?b pv:name "NexaCore Integrator"; pv:hasBomPart/pv:hasPart ?x } } ?x pv:reliabilityIndex ?r }')
Q("aggregate", "medium", "How many single pieces do I need altogether to build one AeroVibe Matrix?",
  "装配一台 AeroVibe Matrix 总共需要多少个零件（按数量合计）？",
  'SELECT (SUM(xsd:decimal(?q)) AS ?v) { ?b pv:name "AeroVibe Matrix"; pv:hasBomPart ?p . ?p pv:quantity ?q }')
Q("aggregate", "easy", "What is the mean weight of our hardware?",
  "我们硬件产品的平均重量是多少？",
  'SELECT (AVG(?w) AS ?v) { ?x a pv:Hardware; pv:weight_g ?w }')
Q("aggregate", "easy", "What's the smallest width among the Encoder parts?",
  "Encoder 类零件中最小的宽度是多少？",
  'SELECT (MIN(?w) AS ?v) { ?x pv:hasCategory/pv:name "Encoder"; pv:width_mm ?w }')
Q("aggregate", "hard", "How many parts does a bill of materials have on average?",
  "平均每份物料清单包含多少种零件？",
  'SELECT (AVG(?n) AS ?v) { { SELECT ?b (COUNT(DISTINCT ?p) AS ?n) { ?b a pv:BillOfMaterial; pv:hasBomPart ?p } GROUP BY ?b } }')
# ---------------------------------------------------------------- superlatives
Q("superlative", "easy", "Which is our cheapest service?",
  "我们最便宜的服务是哪一项？",
  'SELECT ?x { ?x a pv:Service; pv:price/pv:amount ?a } ORDER BY ?a LIMIT 1')
Q("superlative", "medium", "What is the heaviest part in the ElectroMech ProDrive?",
  "ElectroMech ProDrive 里最重的零件是哪个？",
  'SELECT ?x { ?b pv:name "ElectroMech ProDrive"; pv:hasBomPart/pv:hasPart ?x . ?x pv:weight_g ?w } ORDER BY DESC(?w) LIMIT 1')
Q("superlative", "easy", "Which Sensor is the widest?",
  "最宽的 Sensor 是哪一款？",
  'SELECT ?x { ?x pv:hasCategory/pv:name "Sensor"; pv:width_mm ?w } ORDER BY DESC(?w) LIMIT 1')
Q("superlative", "easy", "What's the priciest item that Bolton, Sanchez and Rodgers sells us?",
  "Bolton, Sanchez and Rodgers 供应的产品里哪个最贵？",
  'SELECT ?x { ?x pv:hasSupplier/pv:name "Bolton, Sanchez and Rodgers"; pv:price/pv:amount ?a } ORDER BY DESC(?a) LIMIT 1')
Q("superlative", "medium", "Who is product manager for the largest number of products?",
  "谁担任产品经理的产品数量最多？",
  'SELECT ?m { { SELECT ?m (COUNT(?x) AS ?n) { ?x pv:hasProductManager ?m } GROUP BY ?m } } ORDER BY DESC(?n) LIMIT 1')
Q("superlative", "medium", "Which category do most of our experts specialise in?",
  "哪个类别的专家人数最多？",
  'SELECT ?c { { SELECT ?c (COUNT(?e) AS ?n) { ?e pv:areaOfExpertise ?c } GROUP BY ?c } } ORDER BY DESC(?n) LIMIT 1')
Q("superlative", "medium", "Which country is home to the most suppliers?",
  "哪个国家的供应商最多？",
  'SELECT ?c { { SELECT ?c (COUNT(?s) AS ?n) { ?s a pv:Supplier; pv:addressCountry ?c } GROUP BY ?c } } ORDER BY DESC(?n) LIMIT 1')
Q("superlative", "medium", "Which components are the least reliable, i.e. have the lowest reliability index?",
  "哪些元件最不可靠，也就是可靠性指数最低？",
  'SELECT ?x { ?x pv:reliabilityIndex ?r { SELECT (MIN(?q) AS ?r) { ?y pv:reliabilityIndex ?q } } }')
Q("superlative", "easy", "Which Driver component is the tallest?",
  "Driver 类元件里最高的是哪个？",
  'SELECT ?x { ?x pv:hasCategory/pv:name "Driver"; pv:height_mm ?h } ORDER BY DESC(?h) LIMIT 1')
Q("superlative", "hard", "Which part do we need in the greatest quantity for the Mechtron SynthWave?",
  "Mechtron SynthWave 用量最大的零件是哪个？",
  'SELECT ?x { ?b pv:name "Mechtron SynthWave"; pv:hasBomPart ?p . ?p pv:hasPart ?x; pv:quantity ?q BIND(xsd:decimal(?q) AS ?k) } ORDER BY DESC(?k) LIMIT 1')
Q("superlative", "hard", "Which hardware has the most compatible products?",
  "兼容产品最多的硬件是哪些？",
  'SELECT ?x { { SELECT ?x (COUNT(DISTINCT ?y) AS ?n) { ?x a pv:Hardware; pv:compatibleProduct ?y } GROUP BY ?x } { SELECT (MAX(?k) AS ?n) { { SELECT ?z (COUNT(DISTINCT ?y) AS ?k) { ?z a pv:Hardware; pv:compatibleProduct ?y } GROUP BY ?z } } } }')
Q("superlative", "hard", "In which city is the supplier of the cheapest part in the TransElectro Voyager?",
  "TransElectro Voyager 中最便宜的零件，其供应商在哪个城市？",
  'SELECT ?c { ?b pv:name "TransElectro Voyager"; pv:hasBomPart/pv:hasPart ?x . ?x pv:price/pv:amount ?a; pv:hasSupplier/pv:addressLocality ?c } ORDER BY ?a LIMIT 1')
Q("superlative", "medium", "Which department is responsible for our most expensive service?",
  "我们最贵的那项服务由哪个部门负责？",
  'SELECT ?d { ?d pv:responsibleFor ?x { SELECT ?x { ?x a pv:Service; pv:price/pv:amount ?a } ORDER BY DESC(?a) LIMIT 1 } }')

# ---------------------------------------------------------------- derived quantities, units
Q("derived", "medium", "What's the front area (width times height) of Z587-4413312?",
  "Z587-4413312 的正面面积（宽乘高）是多少？",
  'SELECT (?w * ?h AS ?v) { ?x pv:id "Z587-4413312"; pv:width_mm ?w; pv:height_mm ?h }')
Q("derived", "medium", "How much is C699-1385746 per gram?",
  "C699-1385746 每克多少钱？",
  'SELECT (?a / ?w AS ?v) { ?x pv:id "C699-1385746"; pv:weight_g ?w; pv:price/pv:amount ?a }')
Q("derived", "hard", "What do the materials for one NaviTech Pulsar cost in total, quantities taken into account?",
  "按用量计算，一台 NaviTech Pulsar 的物料总成本是多少？",
  'SELECT (SUM(?a * xsd:decimal(?q)) AS ?v) { ?b pv:name "NaviTech Pulsar"; pv:hasBomPart ?p . ?p pv:quantity ?q; pv:hasPart/pv:price/pv:amount ?a }')
Q("derived", "hard", "Which hardware product has the largest volume?",
  "体积最大的硬件产品是哪个？",
  'SELECT ?x { ?x a pv:Hardware; pv:width_mm ?w; pv:height_mm ?h; pv:depth_mm ?d BIND(?w * ?h * ?d AS ?v) } ORDER BY DESC(?v) LIMIT 1')
Q("derived", "medium", "By how much is Involuntary Service more expensive than Product Analysis?",
  "Involuntary Service 比 Product Analysis 贵多少？",
  'SELECT (?a - ?b AS ?v) { ?x pv:name "Involuntary Service"; pv:price/pv:amount ?a . ?y pv:name "Product Analysis"; pv:price/pv:amount ?b }')
Q("derived", "hard", "Which Encoder has the highest price per gram?",
  "哪款 Encoder 按每克价格算最贵？",
  'SELECT ?x { ?x pv:hasCategory/pv:name "Encoder"; pv:price/pv:amount ?a; pv:weight_g ?w BIND(?a / ?w AS ?v) } ORDER BY DESC(?v) LIMIT 1')
Q("derived", "hard", "Which bill of materials is the most expensive to build, going by unit prices times quantities?",
  "按单价乘用量算，哪份物料清单的成本最高？",
  'SELECT ?b { { SELECT ?b (SUM(?a * xsd:decimal(?q)) AS ?v) { ?b a pv:BillOfMaterial; pv:hasBomPart ?p . ?p pv:quantity ?q; pv:hasPart/pv:price/pv:amount ?a } GROUP BY ?b } } ORDER BY DESC(?v) LIMIT 1')
Q("unit", "medium", "How wide is P337-4636612 in centimetres?",
  "P337-4636612 的宽度是多少厘米？",
  'SELECT (?w / 10 AS ?v) { ?x pv:id "P337-4636612"; pv:width_mm ?w }')
Q("unit", "medium", "Which Meter components are at least 7.8 cm wide?",
  "哪些 Meter 类元件的宽度不小于 7.8 厘米？",
  'SELECT ?x { ?x pv:hasCategory/pv:name "Meter"; pv:width_mm ?w FILTER(?w >= 78) }')
Q("unit", "hard", "How many kilograms do all the pieces of Z212-3451369 weigh that go into one TransElectro Voyager?",
  "一台 TransElectro Voyager 所用的全部 Z212-3451369 合计重多少千克？",
  'SELECT (xsd:decimal(?q) * ?w / 1000 AS ?v) { ?b pv:name "TransElectro Voyager"; pv:hasBomPart ?p . ?p pv:quantity ?q; pv:hasPart ?x . ?x pv:id "Z212-3451369"; pv:weight_g ?w }')
Q("unit", "medium", "Which capacitors weigh 0.019 kg or more?",
  "哪些 Capacitor 类产品重量达到或超过 0.019 千克？",
  'SELECT ?x { ?x pv:hasCategory/pv:name "Capacitor"; pv:weight_g ?w FILTER(?w >= 19) }')

# ---------------------------------------------------------------- top-k, n-th, ranges
Q("top-k", "medium", "Who are our top 3 suppliers by number of products supplied? Best first.",
  "按供货产品数量从多到少排，前三名供应商是谁？",
  'SELECT ?s { { SELECT ?s (COUNT(?x) AS ?n) { ?x pv:hasSupplier ?s } GROUP BY ?s } } ORDER BY DESC(?n) LIMIT 3', True)
Q("top-k", "medium", "What is the 3rd most expensive service?",
  "价格排第三的服务是哪个？",
  'SELECT ?x { ?x a pv:Service; pv:price/pv:amount ?a } ORDER BY DESC(?a) OFFSET 2 LIMIT 1')
Q("top-k", "hard", "Rank the services by price from high to low and show me the 4th to the 8th.",
  "把服务按价格从高到低排，给我看第 4 到第 8 名。",
  'SELECT ?x { ?x a pv:Service; pv:price/pv:amount ?a } ORDER BY DESC(?a) OFFSET 3 LIMIT 5', True)
Q("top-k", "medium", "Show the five most expensive parts of the NexaCore Integrator, dearest first.",
  "列出 NexaCore Integrator 中最贵的五个零件，从贵到便宜。",
  'SELECT ?x { ?b pv:name "NexaCore Integrator"; pv:hasBomPart/pv:hasPart ?x . ?x pv:price/pv:amount ?a } ORDER BY DESC(?a) LIMIT 5', True)
Q("top-k", "hard", "Which three categories have the highest average hardware price, highest first?",
  "硬件均价最高的三个类别是哪些？从高到低排。",
  'SELECT ?c { { SELECT ?c (AVG(?a) AS ?v) { ?x a pv:Hardware; pv:hasCategory ?c; pv:price/pv:amount ?a } GROUP BY ?c } } ORDER BY DESC(?v) LIMIT 3', True)
Q("top-k", "hard", "Of all hardware, give me the ten biggest by volume, biggest first.",
  "全部硬件里体积最大的十件是哪些？从大到小排。",
  'SELECT ?x { ?x a pv:Hardware; pv:width_mm ?w; pv:height_mm ?h; pv:depth_mm ?d BIND(?w * ?h * ?d AS ?v) } ORDER BY DESC(?v) LIMIT 10', True)
Q("top-k", "hard", "Which bills of material rank first, second and third by total number of pieces, in that order?",
  "按零件总数量从多到少排，前三名的物料清单是哪几份？",
  'SELECT ?b { { SELECT ?b (SUM(xsd:decimal(?q)) AS ?n) { ?b a pv:BillOfMaterial; pv:hasBomPart ?p . ?p pv:quantity ?q } GROUP BY ?b } } ORDER BY DESC(?n) LIMIT 3', True)

# ---------------------------------------------------------------- comparison with a number
Q("compare-number", "easy", "Which hardware costs more than 5.95 euros?",
  "哪些硬件的价格超过 5.95 欧元？",
  'SELECT ?x { ?x a pv:Hardware; pv:price/pv:amount ?a FILTER(?a > 5.95) }')
Q("compare-number", "easy", "Which hardware items have a reliability index below 0.45?",
  "哪些硬件的可靠性指数低于 0.45？",
  'SELECT ?x { ?x a pv:Hardware; pv:reliabilityIndex ?r FILTER(?r < 0.45) }')
Q("compare-number", "medium", "Show me components wider than 78 mm that weigh 18 g or more.",
  "找出宽度超过 78 毫米、重量不低于 18 克的元件。",
  'SELECT ?x { ?x a pv:Hardware; pv:width_mm ?w; pv:weight_g ?g FILTER(?w > 78 && ?g >= 18) }')
Q("compare-number", "medium", "What hardware is priced between 0.10 and 0.15 euros, inclusive?",
  "价格在 0.10 到 0.15 欧元之间（含两端）的硬件有哪些？",
  'SELECT ?x { ?x a pv:Hardware; pv:price/pv:amount ?a FILTER(?a >= 0.10 && ?a <= 0.15) }')
Q("compare-number", "medium", "Which parts are needed more than 60 times in a PulseCraft Vertex?",
  "PulseCraft Vertex 里哪些零件的用量超过 60？",
  'SELECT ?x { ?b pv:name "PulseCraft Vertex"; pv:hasBomPart ?p . ?p pv:hasPart ?x; pv:quantity ?q FILTER(xsd:decimal(?q) > 60) }')
Q("compare-number", "medium", "Which items are exactly 20 mm deep and weigh only 1 gram?",
  "深度正好 20 毫米、重量只有 1 克的产品有哪些？",
  'SELECT ?x { ?x a pv:Hardware; pv:depth_mm 20; pv:weight_g 1 }')
Q("compare-number", "easy", "Is anything listed with a price of zero? Which products?",
  "有没有标价为 0 的产品？是哪些？",
  'SELECT ?x { ?x pv:price/pv:amount ?a FILTER(?a = 0) }')
# ---------------------------------------------------------------- comparison of two properties of one thing
Q("compare-properties", "medium", "Which Resonator parts are wider than they are high?",
  "哪些 Resonator 类零件的宽度大于高度？",
  'SELECT ?x { ?x pv:hasCategory/pv:name "Resonator"; pv:width_mm ?w; pv:height_mm ?h FILTER(?w > ?h) }')
Q("compare-properties", "medium", "How many components are taller than they are wide?",
  "高度大于宽度的元件有多少个？",
  'SELECT (COUNT(?x) AS ?n) { ?x a pv:Hardware; pv:width_mm ?w; pv:height_mm ?h FILTER(?h > ?w) }')
Q("compare-properties", "medium", "Which hardware has a square front, i.e. the same width and height?",
  "哪些硬件的正面是正方形（宽高相等）？",
  'SELECT ?x { ?x a pv:Hardware; pv:width_mm ?w; pv:height_mm ?w }')
Q("compare-properties", "hard", "Among the Gauge products, which ones are deeper than they are wide?",
  "Gauge 类产品中，哪些深度大于宽度？",
  'SELECT ?x { ?x pv:hasCategory/pv:name "Gauge"; pv:width_mm ?w; pv:depth_mm ?d FILTER(?d > ?w) }')
Q("negation", "hard", "Which parts of the QuantMech Voyager have a product manager with no expertise in any of the part's categories?",
  "QuantMech Voyager 的零件中，哪些的产品经理并不擅长该零件所属的任何类别？",
  'SELECT DISTINCT ?x { ?b pv:name "QuantMech Voyager"; pv:hasBomPart/pv:hasPart ?x . ?x pv:hasProductManager ?m FILTER NOT EXISTS { ?x pv:hasCategory ?c . ?m pv:areaOfExpertise ?c } }')

# ---------------------------------------------------------------- comparison with another thing's value
Q("compare-other", "medium", "Which services are cheaper than Sensor Adjustment?",
  "哪些服务比 Sensor Adjustment 便宜？",
  'SELECT ?x { ?y pv:name "Sensor Adjustment"; pv:price/pv:amount ?b . ?x a pv:Service; pv:price/pv:amount ?a FILTER(?a < ?b) }')
Q("compare-other", "hard", "Which components from Japanese suppliers are heavier than the Gauge Crystal Encoder?",
  "日本供应商的元件中，哪些比 Gauge Crystal Encoder 重？",
  'SELECT ?x { ?y pv:name "Gauge Crystal Encoder"; pv:weight_g ?g . ?x a pv:Hardware; pv:hasSupplier/pv:addressCountry "Japan"; pv:weight_g ?w FILTER(?w > ?g) }')
Q("compare-other", "hard", "Which bills of material have more parts than the QuantMech Voyager?",
  "哪些物料清单的零件种类比 QuantMech Voyager 多？",
  'SELECT ?b { { SELECT ?b (COUNT(DISTINCT ?p) AS ?n) { ?b a pv:BillOfMaterial; pv:hasBomPart ?p } GROUP BY ?b } { SELECT (COUNT(DISTINCT ?q) AS ?m) { ?c pv:name "QuantMech Voyager"; pv:hasBomPart ?q } } FILTER(?n > ?m) }')
Q("compare-other", "hard", "Who has more products to look after as product manager than Thomas Mueller?",
  "谁负责的产品比 Thomas Mueller 还多（按产品经理统计）？",
  'SELECT ?m { { SELECT ?m (COUNT(?x) AS ?n) { ?x pv:hasProductManager ?m } GROUP BY ?m } { SELECT (COUNT(?y) AS ?k) { ?y pv:hasProductManager/pv:name "Thomas Mueller" } } FILTER(?n > ?k) }')
Q("compare-other", "medium", "Who else is in the same department as Ulrik Denzel?",
  "还有谁和 Ulrik Denzel 同一个部门？",
  'SELECT ?e { ?u pv:name "Ulrik Denzel"; pv:memberOf ?d . ?e pv:memberOf ?d FILTER(?e != ?u) }')

# ---------------------------------------------------------------- above average
Q("above-average", "medium", "Which services cost more than the average service?",
  "哪些服务的价格高于服务的平均价？",
  'SELECT ?x { ?x a pv:Service; pv:price/pv:amount ?a { SELECT (AVG(?b) AS ?v) { ?y a pv:Service; pv:price/pv:amount ?b } } FILTER(?a > ?v) }')
Q("above-average", "hard", "Which departments have an above-average number of people?",
  "哪些部门的人数高于各部门平均水平？",
  'SELECT ?d { { SELECT ?d (COUNT(?e) AS ?n) { ?e pv:memberOf ?d } GROUP BY ?d } { SELECT (AVG(?k) AS ?v) { { SELECT ?f (COUNT(?g) AS ?k) { ?g pv:memberOf ?f } GROUP BY ?f } } } FILTER(?n > ?v) }')
Q("above-average", "hard", "Which Switch components are pricier than the average Switch component?",
  "Switch 类元件中，哪些高于该类的平均价格？",
  'SELECT ?x { ?x pv:hasCategory/pv:name "Switch"; pv:price/pv:amount ?a { SELECT (AVG(?b) AS ?v) { ?y pv:hasCategory/pv:name "Switch"; pv:price/pv:amount ?b } } FILTER(?a > ?v) }')
Q("above-average", "hard", "How many hardware products weigh less than the average piece of hardware?",
  "有多少种硬件比硬件的平均重量轻？",
  'SELECT (COUNT(?x) AS ?n) { ?x a pv:Hardware; pv:weight_g ?w { SELECT (AVG(?g) AS ?v) { ?y a pv:Hardware; pv:weight_g ?g } } FILTER(?w < ?v) }')

# ---------------------------------------------------------------- group by
Q("group-by", "medium", "How many products are there per category?",
  "每个类别各有多少种产品？",
  'SELECT ?c (COUNT(?x) AS ?n) { ?x pv:hasCategory ?c } GROUP BY ?c')
Q("group-by", "easy", "How many people work in each department?",
  "每个部门有多少人？",
  'SELECT ?d (COUNT(?e) AS ?n) { ?e pv:memberOf ?d } GROUP BY ?d')
Q("group-by", "medium", "Break our suppliers down by country: how many in each?",
  "按国家统计供应商数量。",
  'SELECT ?c (COUNT(?s) AS ?n) { ?s a pv:Supplier; pv:addressCountry ?c } GROUP BY ?c')
Q("group-by", "medium", "Average hardware price for each category?",
  "各类别硬件的平均价格分别是多少？",
  'SELECT ?c (AVG(?a) AS ?v) { ?x a pv:Hardware; pv:hasCategory ?c; pv:price/pv:amount ?a } GROUP BY ?c')
Q("group-by", "medium", "For each service, how many products is it eligible for?",
  "每项服务分别适用于多少种产品？",
  'SELECT ?s (COUNT(DISTINCT ?x) AS ?n) { ?s a pv:Service; pv:eligibleFor ?x } GROUP BY ?s')
Q("group-by", "medium", "For every manager, give me the number of employees reporting to them.",
  "每位经理手下各有多少名员工？",
  'SELECT ?m (COUNT(?e) AS ?n) { ?m a pv:Manager; (pv:hasDirectReport|^pv:hasManager) ?e } GROUP BY ?m')
Q("group-by", "hard", "What does the cheapest part cost in each bill of materials?",
  "每份物料清单里最便宜的零件是多少钱？",
  'SELECT ?b (MIN(?a) AS ?v) { ?b a pv:BillOfMaterial; pv:hasBomPart/pv:hasPart/pv:price/pv:amount ?a } GROUP BY ?b')
Q("group-by", "hard", "What's the average reliability index of the hardware in each category?",
  "各类别硬件的平均可靠性指数是多少？",
  'SELECT ?c (AVG(?r) AS ?v) { ?x a pv:Hardware; pv:hasCategory ?c; pv:reliabilityIndex ?r } GROUP BY ?c')

# ---------------------------------------------------------------- having
Q("having", "medium", "Which suppliers deliver more than eight products?",
  "哪些供应商供货超过八种？",
  'SELECT ?s { ?x pv:hasSupplier ?s } GROUP BY ?s HAVING(COUNT(?x) > 8)')
Q("having", "medium", "Which employees have five areas of expertise?",
  "哪些员工有五个专长领域？",
  'SELECT ?e { ?e pv:areaOfExpertise ?c } GROUP BY ?e HAVING(COUNT(?c) = 5)')
Q("having", "medium", "Which parts appear in more than one bill of materials?",
  "哪些零件被用在不止一份物料清单里？",
  'SELECT ?x { ?b a pv:BillOfMaterial; pv:hasBomPart/pv:hasPart ?x } GROUP BY ?x HAVING(COUNT(DISTINCT ?b) > 1)')
Q("having", "hard", "Which product names are shared by at least four hardware items?",
  "有哪些产品名称被四种及以上的硬件共用？",
  'SELECT ?n { ?x a pv:Hardware; pv:name ?n } GROUP BY ?n HAVING(COUNT(?x) >= 4)')
Q("having", "hard", "Which categories have an average hardware price above 3.20 euros?",
  "哪些类别的硬件平均价格超过 3.20 欧元？",
  'SELECT ?c { ?x a pv:Hardware; pv:hasCategory ?c; pv:price/pv:amount ?a } GROUP BY ?c HAVING(AVG(?a) > 3.2)')
Q("having", "medium", "Which hardware can be combined with at least six services?",
  "哪些硬件可以搭配至少六项服务？",
  'SELECT ?x { ?x a pv:Hardware . ?s a pv:Service; pv:eligibleFor ?x } GROUP BY ?x HAVING(COUNT(DISTINCT ?s) >= 6)')

# ---------------------------------------------------------------- percentages
Q("percentage", "hard", "What percentage of our suppliers are American?",
  "美国供应商占全部供应商的百分之几？",
  'SELECT (100.0 * ?k / ?n AS ?v) { { SELECT (COUNT(?s) AS ?n) { ?s a pv:Supplier } } { SELECT (COUNT(?t) AS ?k) { ?t a pv:Supplier; pv:addressCountry "United States" } } }')
Q("percentage", "hard", "What per cent of the hardware has no reliability index?",
  "没有可靠性指数的硬件占百分之多少？",
  'SELECT (100.0 * ?k / ?n AS ?v) { { SELECT (COUNT(?x) AS ?n) { ?x a pv:Hardware } } { SELECT (COUNT(?y) AS ?k) { ?y a pv:Hardware FILTER NOT EXISTS { ?y pv:reliabilityIndex ?r } } } }')

# ---------------------------------------------------------------- negation and absence
Q("negation", "easy", "Which suppliers don't supply a single product?",
  "哪些供应商一种产品都没供过？",
  'SELECT ?s { ?s a pv:Supplier FILTER NOT EXISTS { ?x pv:hasSupplier ?s } }')
Q("negation", "easy", "For which colleagues is no phone number recorded?",
  "哪些同事没有登记电话号码？",
  'SELECT ?e { ?e a/rdfs:subClassOf* pv:Employee FILTER NOT EXISTS { ?e pv:phone ?p } }')
Q("negation", "easy", "Is there hardware without any category? Which?",
  "哪个硬件没有归入任何类别？",
  'SELECT ?x { ?x a pv:Hardware FILTER NOT EXISTS { ?x pv:hasCategory ?c } }')
Q("negation", "medium", "How many suppliers are not linked to a country?",
  "有多少供应商没有关联国家（country）？",
  'SELECT (COUNT(?s) AS ?n) { ?s a pv:Supplier FILTER NOT EXISTS { ?s pv:country ?c } }')
Q("negation", "medium", "Is there a service that no department is responsible for? Name it.",
  "哪项服务没有任何部门负责？请给出名称。",
  'SELECT ?n { ?s a pv:Service; pv:name ?n FILTER NOT EXISTS { ?d pv:responsibleFor ?s } }')
Q("negation", "hard", "How many hardware products are never used in a bill of materials and have no compatible product either?",
  "既没用在任何物料清单里、也没有兼容产品的硬件有多少种？",
  'SELECT (COUNT(?x) AS ?n) { ?x a pv:Hardware FILTER NOT EXISTS { ?p pv:hasPart ?x } FILTER NOT EXISTS { ?x pv:compatibleProduct ?y } }')
Q("negation", "hard", "Which bills of material manage without any American part?",
  "哪些物料清单完全没有用美国供应商的零件？",
  'SELECT ?b { ?b a pv:BillOfMaterial FILTER NOT EXISTS { ?b pv:hasBomPart/pv:hasPart/pv:hasSupplier/pv:addressCountry "United States" } }')
Q("negation", "hard", "Which German suppliers have never supplied a Sensor?",
  "哪些德国供应商从没供应过 Sensor 类产品？",
  'SELECT ?s { ?s a pv:Supplier; pv:addressCountry "Germany" FILTER NOT EXISTS { ?x pv:hasSupplier ?s; pv:hasCategory/pv:name "Sensor" } }')

# ---------------------------------------------------------------- disjunction, lists, except
Q("disjunction", "easy", "Which suppliers are in Switzerland or Finland?",
  "在瑞士或芬兰的供应商有哪些？",
  'SELECT ?s { ?s a pv:Supplier; pv:addressCountry ?c FILTER(?c IN ("Switzerland", "Finland")) }')
Q("disjunction", "easy", "Who is an expert in either Rheostat or Driver?",
  "谁是 Rheostat 或 Driver 方面的专家？",
  'SELECT DISTINCT ?e { ?e pv:areaOfExpertise/pv:name ?c FILTER(?c IN ("Rheostat", "Driver")) }')
Q("disjunction", "medium", "All German suppliers except the ones in Bühl and Neuwied",
  "除 Bühl 和 Neuwied 的以外，所有德国供应商",
  'SELECT ?s { ?s a pv:Supplier; pv:addressCountry "Germany"; pv:addressLocality ?l FILTER(?l NOT IN ("Bühl", "Neuwied")) }')
Q("disjunction", "medium", "What are the prices of Enterprise Navigation, Manual Inspection and IoT Data Marketing?",
  "Enterprise Navigation、Manual Inspection 和 IoT Data Marketing 各卖多少钱？",
  'SELECT ?x ?a { VALUES ?n { "Enterprise Navigation" "Manual Inspection" "IoT Data Marketing" } ?x a pv:Service; pv:name ?n; pv:price/pv:amount ?a }')
Q("disjunction", "medium", "Which bills of material use M986-2342719 or U990-5234138?",
  "哪些物料清单用到了 M986-2342719 或 U990-5234138？",
  'SELECT DISTINCT ?b { VALUES ?i { "M986-2342719" "U990-5234138" } ?b pv:hasBomPart/pv:hasPart/pv:id ?i }')
Q("disjunction", "medium", "Everyone in Production except the manager, please.",
  "列出 Production 部门除经理以外的所有人。",
  'SELECT ?e { ?e pv:memberOf/pv:name "Production" FILTER NOT EXISTS { ?e a pv:Manager } }')
Q("disjunction", "hard", "Which Network experts know neither Crystal nor Warp?",
  "Network 专家里，谁既不懂 Crystal 也不懂 Warp？",
  'SELECT ?e { ?e pv:areaOfExpertise/pv:name "Network" FILTER NOT EXISTS { ?e pv:areaOfExpertise/pv:name ?c FILTER(?c IN ("Crystal", "Warp")) } }')

# ---------------------------------------------------------------- yes/no
Q("yes-no", "easy", "Is Sabrina Bayer a member of Production?",
  "Sabrina Bayer 是 Production 部门的吗？",
  'ASK { ?x pv:name "Sabrina Bayer"; pv:memberOf/pv:name "Production" }')
Q("yes-no", "easy", "Do we have any suppliers in Norway?",
  "我们在挪威有供应商吗？",
  'ASK { ?s a pv:Supplier; pv:addressCountry "Norway" }')
Q("yes-no", "medium", "Is the Sensor Breaker R946-7112528 lighter than the Driver Strain Z212-3451369?",
  "Sensor Breaker（R946-7112528）比 Driver Strain（Z212-3451369）轻吗？",
  'ASK { ?x pv:id "R946-7112528"; pv:weight_g ?a . ?y pv:id "Z212-3451369"; pv:weight_g ?b FILTER(?a < ?b) }')
Q("yes-no", "medium", "Can Z763-7274829 be combined with Predictive Maintenance?",
  "Z763-7274829 能搭配 Predictive Maintenance 服务吗？",
  'ASK { ?s pv:name "Predictive Maintenance"; pv:eligibleFor/pv:id "Z763-7274829" }')
Q("yes-no", "hard", "Do all of our services have a product manager who works in Marketing?",
  "我们所有服务的产品经理都在 Marketing 部门吗？",
  'ASK { FILTER NOT EXISTS { ?s a pv:Service FILTER NOT EXISTS { ?s pv:hasProductManager/pv:memberOf/pv:name "Marketing" } } }')

# ---------------------------------------------------------------- details with optional columns
Q("optional", "medium", "Give me a contact list for Procurement: name, e-mail, and phone where we have one.",
  "给我一份 Procurement 部门的通讯录：姓名、邮箱，有电话的也列上电话。",
  'SELECT ?n ?e ?p { ?x pv:memberOf/pv:name "Procurement"; pv:name ?n; pv:email ?e OPTIONAL { ?x pv:phone ?p } }')
Q("optional", "medium", "For all services list the price and, if there is one, the department responsible.",
  "列出所有服务的价格，以及负责的部门（如果有的话）。",
  'SELECT ?s ?a ?d { ?s a pv:Service; pv:price/pv:amount ?a OPTIONAL { ?d pv:responsibleFor ?s } }')
Q("optional", "hard", "List the ID, price and reliability index (if known) of every part of the TransElectro Voyager.",
  "列出 TransElectro Voyager 每个零件的编号、价格和可靠性指数（没有就留空）。",
  'SELECT ?i ?a ?r { ?b pv:name "TransElectro Voyager"; pv:hasBomPart/pv:hasPart ?x . ?x pv:id ?i; pv:price/pv:amount ?a OPTIONAL { ?x pv:reliabilityIndex ?r } }')

# ---------------------------------------------------------------- ordering
Q("ordering", "easy", "List our services from the most expensive to the cheapest.",
  "把我们的服务按价格从高到低列出来。",
  'SELECT ?s { ?s a pv:Service; pv:price/pv:amount ?a } ORDER BY DESC(?a)', True)
Q("ordering", "medium", "Parts of the Mechtron SynthWave, sorted by the quantity needed, smallest first.",
  "Mechtron SynthWave 的零件，按用量从少到多排列。",
  'SELECT ?x { ?b pv:name "Mechtron SynthWave"; pv:hasBomPart ?p . ?p pv:hasPart ?x; pv:quantity ?q BIND(xsd:decimal(?q) AS ?k) } ORDER BY ?k', True)
Q("ordering", "easy", "List the department names alphabetically.",
  "按字母顺序列出各部门的名称。",
  'SELECT ?n { ?d a pv:Department; pv:name ?n } ORDER BY ?n', True)
# ---------------------------------------------------------------- how many ... and which
Q("count-and-list", "medium", "How many suppliers do we have in Italy, and which are they?",
  "我们在意大利有几家供应商？分别是哪些？",
  'SELECT ?n ?s { ?s a pv:Supplier; pv:addressCountry "Italy" { SELECT (COUNT(?t) AS ?n) { ?t a pv:Supplier; pv:addressCountry "Italy" } } }')
Q("count-and-list", "medium", "How many people are experts in Oscillator, and who are they?",
  "有多少人是 Oscillator 专家？都是谁？",
  'SELECT ?n ?e { ?e pv:areaOfExpertise/pv:name "Oscillator" { SELECT (COUNT(?f) AS ?n) { ?f pv:areaOfExpertise/pv:name "Oscillator" } } }')

# ---------------------------------------------------------------- partial values, codes, adjectives
Q("value", "easy", "Which suppliers have 'Group' in their name?",
  "名称里带 “Group” 的供应商有哪些？",
  'SELECT ?s { ?s a pv:Supplier; pv:name ?n FILTER(CONTAINS(LCASE(?n), "group")) }')
Q("value", "easy", "Which colleagues are called Sabrina?",
  "哪些同事名叫 Sabrina？",
  'SELECT ?e { ?e a/rdfs:subClassOf* pv:Employee; pv:name ?n FILTER(STRSTARTS(LCASE(?n), "sabrina ")) }')
Q("value", "medium", "Which product IDs begin with Z2?",
  "有哪些产品编号以 Z2 开头？",
  'SELECT ?i { ?x a/rdfs:subClassOf* pv:Product; pv:id ?i FILTER(STRSTARTS(?i, "Z2")) }')
Q("value", "easy", "Who lives on Berliner Straße?",
  "谁的地址在 Berliner Straße？",
  'SELECT ?e { ?e pv:addressText ?a FILTER(CONTAINS(LCASE(?a), "berliner straße")) }')
Q("value", "easy", "Who is behind the address Siglind.Brinkerhoff@company.org?",
  "邮箱 Siglind.Brinkerhoff@company.org 是谁的？",
  'SELECT ?e { ?e pv:email "Siglind.Brinkerhoff@company.org" }')
Q("value", "easy", "Polish suppliers?",
  "波兰的供应商有哪些？",
  'SELECT ?s { ?s a pv:Supplier; pv:addressCountry "Poland" }')
Q("value", "medium", "Which French suppliers provide Crystal parts?",
  "哪些法国的供应商提供 Crystal 类零件？",
  'SELECT DISTINCT ?s { ?x pv:hasCategory/pv:name "Crystal"; pv:hasSupplier ?s . ?s pv:country dbr:France }')
Q("value", "easy", "Which suppliers have the country code KR?",
  "国家代码为 KR 的供应商有哪些？",
  'SELECT ?s { ?s a pv:Supplier; pv:addressCountryCode "KR" }')
Q("value", "medium", "Which suppliers sit in a town whose name starts with Saint?",
  "所在城市名以 Saint 开头的供应商有哪些？",
  'SELECT ?s { ?s a pv:Supplier; pv:addressLocality ?l FILTER(STRSTARTS(LCASE(?l), "saint")) }')
Q("value", "easy", "What hardware do we have under the name Coil Compensator?",
  "名称为 Coil Compensator 的硬件有哪些？",
  'SELECT ?x { ?x a pv:Hardware; pv:name "Coil Compensator" }')


# ================================================================ build and check
def python_value(t):
    if t is None:
        return None
    if not isinstance(t, ox.Literal):
        return t.value
    d = t.datatype.value
    if d.endswith("#boolean"):
        return t.value in ("true", "1")
    if d.endswith(("#integer", "#int", "#long")):
        return int(t.value)
    if d.endswith(("#decimal", "#double", "#float")):
        v = float(t.value)
        return int(v) if v.is_integer() else v
    return t.value


def prefixed(q):
    used = [p for p in PREFIXES if re.search(rf"\b{p}:", q)]
    return " ".join([*(f"PREFIX {p}: <{PREFIXES[p]}>" for p in used), q])


def rows(store, q):
    r = store.query(q)
    if not hasattr(r, "variables"):
        return [["yes" if r else "no"]]
    seen = {}
    for row in r:
        cells = [python_value(c) for c in row]
        seen.setdefault(json.dumps(cells), cells)
    return list(seen.values())


def tail(q):
    """The outer solution modifiers: (query without them, order variables, limit, offset)."""
    head, _, end = q.rpartition("}")
    limit = re.search(r"LIMIT (\d+)", end)
    offset = re.search(r"OFFSET (\d+)", end)
    order = re.search(r"ORDER BY ((?:(?:DESC|ASC)\(\?\w+\)\s*|\?\w+\s*)+)", end)
    return head + "}", order and order[1].strip(), int(limit[1]) if limit else None, int(offset[1]) if offset else 0


def main():
    store = ox.Store()
    for f in ("prod-vocab.ttl", "prod-inst.ttl"):
        store.load((DATA / f).read_bytes(), format=ox.RdfFormat.TURTLE)
    lines, problems, report = [], [], []
    texts, queries = Counter(), Counter()
    for number, (kind, difficulty, en, zh, q, om) in enumerate(ITEMS, 1):
        sparql = prefixed(q)
        try:
            gold = rows(store, sparql)
        except Exception as e:  # noqa: BLE001
            problems.append(f"{number} {e} {q}")
            continue
        texts.update([en, zh])
        queries[q] += 1
        body, order, limit, offset = tail(q)
        if not gold or len(gold) > 200 or all(c is None for r in gold for c in r):
            problems.append(f"{number} {len(gold)} rows: {en}")
        if order:
            keys = re.findall(r"\?\w+", order)
            inner = re.sub(r"SELECT( DISTINCT)? ", lambda m: m[0] + " ".join(k for k in keys if k not in re.search(r"SELECT([^{]*)\{", body)[1]) + " ", body, count=1)
            ranked = store.query(prefixed(f"{inner} ORDER BY {order}"))
            names = [v.value for v in ranked.variables]
            where = [names.index(k[1:]) for k in keys]
            values = [tuple(str(r[w]) for w in where) for r in ranked]
            end = offset + limit if limit else len(values)
            if limit and end < len(values) and values[end - 1] == values[end]:
                problems.append(f"{number} tie at the limit: {en} {values[end - 1]}")
            if offset and values[offset - 1] == values[offset]:
                problems.append(f"{number} tie at the offset: {en}")
            if om and len(set(values[offset:end])) < len(values[offset:end]):
                problems.append(f"{number} tie within the order: {en} {values[offset:end]}")
            if not om and len(gold) > 1 and len(set(values[offset:end])) == len(values[offset:end]):
                problems.append(f"{number} order could matter: {en}")
        elif om:
            problems.append(f"{number} order_matters without ORDER BY: {en}")
        if om and len(gold) < 2:
            problems.append(f"{number} order of one row")
        base = {"source": "kgchat", "db": "company"}
        rest = {"sparql": sparql, "gold": gold, "order_by": bool(order), "order_matters": om, "limit": limit,
                "difficulty": difficulty}
        lines.append({"id": f"company-{number:03d}-en", **base, "lang": "en", "kind": kind, "question": en, **rest})
        lines.append({"id": f"company-{number:03d}-zh", **base, "lang": "zh", "kind": kind, "question": zh, **rest,
                      "question_en": en})
        report.append(f"{number:3d} {kind:18s} {len(gold):3d}  {en}\n        {str(gold[:3])[:170]}")
    problems += [f"twice: {t}" for c in (texts, queries) for t, n in c.items() if n > 1]
    shared = {r["n"].value for r in store.query(prefixed("SELECT ?n { ?x pv:name ?n } GROUP BY ?n HAVING(COUNT(DISTINCT ?x) > 1)"))}
    used_names = {n for *_, q, _ in ITEMS for n in re.findall(r'pv:name ((?:"[^"]*"(?:, )?)+)', q) for n in re.findall(r'"([^"]*)"', n)}
    print("names of several things", sorted(used_names & shared))
    known = {r["n"].value for r in store.query(prefixed("SELECT ?n { ?x pv:name ?n }"))}
    problems += [f"no such name: {n}" for n in used_names - known]
    vocabulary = [r["t"].value for r in store.query(
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT DISTINCT ?t { VALUES ?k { owl:Class owl:ObjectProperty owl:DatatypeProperty } ?t a ?k }")]
    everything = " ".join(q for *_, q, _ in ITEMS)
    def used(iri):
        return any(iri.startswith(ns) and re.search(rf"\b{p}:{re.escape(iri[len(ns):])}\b", everything) for p, ns in PREFIXES.items())
    OUT.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines))
    if "-v" in sys.argv:
        print("\n".join(report))
    print(len(ITEMS), "questions", len(lines), "lines")
    print("kinds", dict(Counter(i[0] for i in ITEMS)))
    print("difficulty", dict(Counter(i[1] for i in ITEMS)), "languages", dict(Counter(x["lang"] for x in lines)))
    print("order_matters", sum(i[5] for i in ITEMS), "single-row", sum(len(x["gold"]) == 1 for x in lines) // 2)
    print("unused", [t for t in vocabulary if not used(t)])
    print("PROBLEMS", *problems, sep="\n  ")


if __name__ == "__main__":
    main()

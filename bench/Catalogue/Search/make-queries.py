# Makes queries.txt (no arguments) and warm.txt (20261121 warm.txt); kept beside them so that shares can be read and changed.
import random, sys
r=random.Random(int(sys.argv[1]) if len(sys.argv)>1 else 20261120)
reigns=["康熙","雍正","乾隆","嘉庆","道光","咸丰","同治","光绪","宣德","成化","嘉靖","万历","永乐"]
glaze=["青花","粉彩","五彩","斗彩","白釉","青釉","黑釉","霁蓝釉","红釉","豆青釉","三彩","釉里红"]
motif=["缠枝莲纹","山水纹","人物纹","云龙纹","花鸟纹","婴戏纹","八仙纹","博古纹","牡丹纹","松竹梅纹","鱼藻纹","海水纹","折枝花卉纹","素面"]
shape=["瓶","碗","盘","罐","香炉","梅瓶","玉壶春瓶","执壶","笔筒","将军罐","鼻烟壶","高足碗"]
mints=["宝泉局","宝源局","宝浙局","宝苏局","宝陕局","宝川局","宝云局"]
bronze=["鼎","簋","爵","尊","壶","编钟","剑","戈","镜","带钩","造像"]
bm=["饕餮纹","蟠螭纹","四神","海兽葡萄","规矩纹","连弧纹","兽面纹"]
jade=["白玉","青玉","碧玉","玛瑙","翡翠"]; js=["璧","佩","带钩","簪","扳指","烟嘴","山子","印章"]
paint=["董其昌","文徵明","郑燮","齐白石","张大千","吴昌硕","左宗棠","于右任","徐悲鸿"]
pic=["山水图轴","花鸟图轴","墨竹图轴","行书轴","草书轴","楷书对联","山水册页","扇面"]
books=["资治通鉴","四书集注","康熙字典","本草纲目","史记","金刚经","县志","家谱","易经","聊斋志异"]
paper=["地契","房契","当票","婚书","布告","信札","委任状","毕业证书","粮票","公债券","宣传画","奖状","账簿","照片"]
clay=["灰陶","彩陶","黑陶","彩绘陶","绿釉陶"]; cs=["罐","俑","女立俑","武士俑","楼","灶","瓦当","尖底瓶"]
stones=["墓志","造像碑","画像石","石斧","石狮","画像砖","砖雕"]
song=["元丰","熙宁","崇宁","大观","政和","元祐"]
script=["篆书","隶书","楷书","行书"]; size=["小平","折二","折三","当十","光背"]
rows=[]
def q(kind,text=None,**f):
    parts=[]
    if text is not None: parts.append("q="+text)
    for k,v in f.items(): parts.append(f"{k}={v}")
    rows.append((kind,"?"+"&".join(parts)))
c=r.choice
for i in range(90):
    k=i%9
    q("title",[lambda:"清"+c(reigns[:8])+c(glaze)+c(motif)+c(shape), lambda:"清"+c(reigns[:8])+"通宝"+c(mints)+"铜钱", lambda:"北宋"+c(song)+"通宝"+c(script)+c(size)+"铜钱",
      lambda:"明"+c(reigns[8:])+c(glaze)+c(motif)+c(shape), lambda:"汉"+c(clay)+c(cs), lambda:"战国"+c(bm)+"铜"+c(bronze), lambda:"清"+c(jade)+c(motif)+c(js),
      lambda:c(paint)+c(pic), lambda:"清刻本《"+c(books)+"》"][k]())
for x in list("瓶碗钱玉镜炉罐俑印画书龙凤鼎剑璧扇砚枕壶盘尊钟符契票寿福莲梅竹松鹤狮马佛"): q("one character",x)
for x in ["铜钱","通宝","青花","瓷器","元宝","五铢","钱币","小平","宝泉局","乾隆通宝","背月","厘米","粉彩","银币","纸币","陶罐","拓片","一般","铜镜","玉佩","行书","草书","花卉","山水","龙纹","人物","香炉","笔筒","造像","墓志","瓦当","地契","布告","照片","家谱","刻本","铜元","折二","光绪","重宝","篆书","隶书","半两","大钱","铁钱","刺绣","紫檀","残缺"]: q("common word",x)
for i in range(132):
    k=i%11
    q("2-8 characters",[lambda:c(glaze)+c(shape),lambda:c(glaze)+c(motif),lambda:c(motif)+c(shape),lambda:c(reigns)+c(glaze),lambda:c(reigns)+"通宝",lambda:c(mints)+" "+c(reigns[:8]),
      lambda:c(paint)+" "+c(["山水","行书","花鸟"]),lambda:c(bm)+c(bronze),lambda:c(jade)+c(js),lambda:c(["臺閣","纏枝蓮","龍紋","銅鏡","寶泉局","開元通寶","畫像石","書畫","瓷瓶","錢幣","經卷"])+c([""," 清"]),lambda:c(clay)+c(cs)][k]())
for i in range(30):
    q("phrase",'"'+[lambda:c(reigns[:8])+"通宝",lambda:c(glaze)+c(motif),lambda:c(motif)+c(shape),lambda:c(paper),lambda:c(mints)+"铜钱"][i%5]()+'"')
for x in ["qinghua","shanshui","kangxi","qianlong tongbao","fencai","meiping","yuhuchunping","tongjing","wuzhu","kaiyuan","baoquanju","huaniao","qhp","qltb","chanzhilian","zhongbao","mubiao","muzhi","hualan","wadang","caitao","xinghsu","bitong","xianglu","baiyu","feicui","dongqichang","qibaishi","zhangdaqian","bencao","shiji","diqi","jiapu","yuanfeng tongbao","tongqian","yinbi"]: q("pinyin",x)
for i in range(42):
    n=r.randrange(1,1000000)
    q("number",[lambda:f"总{n:08d}",lambda:f"馆藏-{n:07d}",lambda:f"{1953+n%60}.{n}",lambda:f"{n}",lambda:f"原{n%90000}",lambda:f"编号:{n}"][i%6]())
for x in ["康熙","乾隆","光绪","清","明","唐","宋","元","汉","民国","西汉","东汉","北宋","南宋","商周","战国","新石器时代","明末清初","清中期","清末民初","汉魏","秦汉","唐宋","1736-1795","1900年","公元前206年","18世纪","19世纪后期","乾隆壬寅","光绪三十年","康熙 青花","乾隆 玉","清 -钱","明 瓷","年代:康熙","年代:宋","年代:1911","唐三彩","宋瓷","汉砖","康熙青花","乾隆粉彩","明青花","清玉","宋钱","民国纸币","辽","西夏"]: q("period",x)
cats=["01","02","03","04","09","10","13","14","19","20","24","25"]; grades=["1","2","3","4"]; per=["3.19","3.18","3.19.02","3.19.04","3.13.1","3.11","3.07","3.20"]; mat=["1.2.02","1.2.08","1.1.03","1.2.05","1.2.09","1.1"]
mus=lambda:f"B{min(500,int(r.paretovariate(0.6))):04d}"
for i in range(42):
    q("facets only",None,**[lambda:dict(category=c(cats)),lambda:dict(category=c(cats),grade=c(grades)),lambda:dict(museum=mus()),lambda:dict(period=c(per)),lambda:dict(material=c(mat),period=c(per)),lambda:dict(museum=mus(),category=c(cats)),lambda:dict(place="41%02d00"%r.randrange(1,19))][i%7]())
for i in range(48):
    t=[lambda:c(glaze),lambda:c(reigns),lambda:c(["瓶","碗","镜","佩","钱"]),lambda:"通宝",lambda:c(paper),lambda:c(["山水","花鸟","龙纹"])][i%6]()
    q("words and facets",t,**[lambda:dict(category=c(["03","14","20"])),lambda:dict(museum=mus()),lambda:dict(grade=c(grades)),lambda:dict(period=c(per)),lambda:dict(category="03",grade="3",place="41%02d00"%r.randrange(1,19)),lambda:dict(material=c(mat),image="no")][i//6%6]())
for i in range(12):
    m=",".join(f"B{x:04d}" for x in sorted(r.sample(range(1,500),40)))
    q("40 values",[None,"瓶","通宝","青花"][i%4],museum=m) if i%2 else q("40 values",[None,"钱"][i%4//2],category=",".join(f"{x:02d}" for x in range(1,36)),grade="1,2,3,4,5")
for i in range(18):
    q("deep page",["通宝",None,"瓶","铜钱",None,"清"][i%6],**({"category":"14"} if i%6==4 else {}),sort=["best","oldest","newest","added"][i%4],page=[100,1000,5000,20000][i%4 if i<12 else 3])
for s in ["best","oldest","newest","added"]: q("everything",None,sort=s)
rows.append(("everything","?")); rows.append(("everything","?view=ledger"))
for i in range(12):
    q("76 % category",[None,"通宝","乾隆","铜","宝泉局",None][i%6],category="14",**[{},{"grade":"3"},{"sort":"oldest"},{"museum":"B0001"}][i%4])
for x in ["vase","porcelain","coin","bronze vessel","landscape","hanging scroll","jade ornament","embroidered skirt","carved bamboo","printed book","Qing dynasty","Kangxi porcelain","Ming vase","pottery jar","stone tool","hardwood chair","seal","rubbing","flowers","square hole","Tang","19th century","silk","paper"]: q("English",x)
for i,(k,a) in enumerate(rows): pass
r.shuffle(rows)
with open(sys.argv[2] if len(sys.argv)>2 else "queries.txt","w") as f:
    f.write("# kind, reader, address; made by make-queries.py\n")
    for i,(k,a) in enumerate(rows):
        reader="staff" if i%20==19 else "member" if i%20 in (4,11,16) else "visitor"
        f.write(f"{k}\t{reader}\t{a}\n")
import collections
print(len(rows)); print(collections.Counter(k for k,_ in rows))

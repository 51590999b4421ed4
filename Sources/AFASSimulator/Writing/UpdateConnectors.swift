import BridgeHTTP

/// The UpdateConnectors of the environment, with the fields the reference names (§6–§8, §10, §11).
enum UpdateConnectors {
    static let all: [UpdateConnector] = [
        UpdateConnector(id: "FiEntries", description: "Journaalposten", methods: [.post, .delete], root: entry),
        UpdateConnector(id: "FiInvoice", description: "Financiële facturen", methods: [.put], root: invoice),
        UpdateConnector(
            id: "KnSalesRelationOrg", description: "Verkooprelatie (organisatie)", methods: [.post, .put],
            root: ObjectSchema("KnSalesRelationOrg", keys: ["DbId"], repeats: true, sales, [organisation])),
        UpdateConnector(
            id: "KnSalesRelationPer", description: "Verkooprelatie (persoon)", methods: [.post, .put],
            root: ObjectSchema("KnSalesRelationPer", keys: ["DbId"], repeats: true, sales, [person])),
        UpdateConnector(
            id: "KnPurchaseRelationOrg", description: "Inkooprelatie (organisatie)", methods: [.post, .put, .delete],
            root: ObjectSchema("KnPurchaseRelationOrg", keys: ["CrId"], repeats: true, purchase, [organisation])),
        UpdateConnector(
            id: "KnPurchaseRelationPer", description: "Inkooprelatie (persoon)", methods: [.post, .put, .delete],
            root: ObjectSchema("KnPurchaseRelationPer", keys: ["CrId"], repeats: true, purchase, [person])),
        UpdateConnector(
            id: "KnOrganisation", description: "Organisatie", methods: [.post, .put],
            root: ObjectSchema("KnOrganisation", keys: ["BcCo"], repeats: true, organisationFields, organisation.objects)),
        UpdateConnector(
            id: "KnPerson", description: "Persoon", methods: [.post, .put],
            root: ObjectSchema("KnPerson", keys: ["BcCo"], repeats: true, personFields, person.objects)),
        UpdateConnector(id: "KnSubject", description: "Dossieritem", methods: [.post], root: subject),
        UpdateConnector(
            id: "KnDimCode", description: "Verbijzonderingscode", methods: [.post, .put],
            root: ObjectSchema(
                "KnDimCode", keys: ["AxId", "VbCo"], repeats: true,
                "AxId:s1*=1|2|3|4|5 VbCo:s16* Ds:s50 QuYN:b Bl:b DiG1:s16 DiG2:s16 DiG3:s16 DiG4:s16 DiG5:s16")),
    ]

    private static let entry = ObjectSchema(
        "FiEntryPar", "Year:i* Peri:i* UnId:i JoCo:s6* AdDc:b AdDa:b PrTp:i AuNu:b",
        [
            ObjectSchema(
                "FiEntries", repeats: true,
                """
                EnNo:i VaAs:s1*=1|2|3 AcNr:s16* EnDa:d* BpDa:d* BpNr:s32 InId:s12 Ds:s255 AmDe:n AmCr:n VaId:s3 CoVc:s16 CuId:s3 Rate:n \
                AmDc:n AmCc:n DaEx:d PaCd:s5 PaId:s32 AuPa:b DdId:s35 BankAccount:s40 IdBa:i BlPa:b PaBa:b Mref:s32 Fref:s32 OrNu:s12 \
                PrId:s15 DaCl:i VaPa:b DaDp:i AmDp:n AcPa:n DsId:i Judg:s15 AmGa:n RsNo:s15 CmNo:s15 IB47:b CaId:s15
                """,
                [
                    ObjectSchema(
                        "FiDimEntries", "DiC1:s16 DiC2:s16 DiC3:s16 DiC4:s16 DiC5:s16 AmDe:n AmCr:n CuId:s3 AmDc:n AmCc:n Quan:n"),
                    ObjectSchema(
                        "FiPrjEntries", repeats: true,
                        """
                        PrId:s15* PrSt:s15 VaIt:s2 ItCd:s40* Ds:s255 AmCo:n Ch:b DcPr:n AmSe:n AmFc:n CuId:s3 Rate:n Qu:n OvPc:n EmId:s15 \
                        MoId:s15 CoTy:s15
                        """),
                    ObjectSchema("FiTransEntries", "YeSt:i* PeSt:i* YeEn:i* PeEn:i* SuAc:s16 VaRo:s2"),
                ])
        ])

    private static let invoice = ObjectSchema(
        "FiInvoice",
        """
        UnId:i* VaAd:s1=2|3 DcNr:s16 InId:s12* ExDa:d Ds:s255 PaId:s32 BlPa:b DuLe:b NrDu:i LdDa:d PaCd:s5 AuPa:b PaBa:b DdId:s35 DaCl:i \
        AmCr:n AcCr:n VaPa:b DaDp:i AmPa:n AcPa:n Fref:s32 DeDu:s3=ALL|FOD|RSZ AmFO:n AmRS:n PaRS:s35 InAm:n InAc:n BankAccount:s40
        """)

    private static let sales = """
        DbId:s16 IsDb:b CuId:s3 PaCd:s5 ColA:s16 VaDu:s3 VaId:s21 \
        InPv:s1=A|B|C|D|E|F|M|O|P|Q|R|S|U|V|X|Y LgId:s5 Krli:n FaTo:s16 ToAc:s16 Iban:s40 BaAc:s40 CoId:s3 AuPa:b VaDt:s1=B|S DsId:i \
        DuYN:b Bl:b BlTl:b EmId:s15 PfId:s16 VeId:s16 OINr:s40 EnId:s50 EORI:s17 DeCo:s1=0|1|2|3 OrPr:s1=1|2|3|4|5|6|7 CdDa:i CtI1:i \
        CtP1:i CtP2:i VtIn:b NtPr:b VaYN:b VaLi:b Rm:s PrLi:s16 PrFc:n ClPc:n PrPt:n TrPt:s16 PrDl:s16 PrVn:s16 PrLs:s16
        """

    private static let purchase = """
        CrId:s16 IsCr:b CuId:s3 PaCd:s5 VaDu:s3 VaId:s21 ColA:s16 PayM:s1=1|2|3|4 AuPa:b Bl:b BlTl:b Iban:s40 BaAc:s40 CoId:s3 LgId:s5 \
        FaTo:s16 ToAc:s16 Rm:s
        """

    private static let address = """
        CoId:s3* PbAd:b* StAd:s255 Ad:s60 HmNr:i HmAd:s30 ZpCd:s15 Rs:s50 AdAd:s255 BeginDate:d ResZip:b
        """

    private static let bankAccount = ObjectSchema(
        "KnBankAccount", repeats: true,
        """
        CoId:s3* IbCk:b Iban:s40 BaAc:s40 BkTp:i BkIc:s15 AcGa:b AcCk:b DiNm:s80 DiPl:s35 Bic:s11 BaNm:s35 BaFi:s35 BaAd:s35 BaPl:s35 \
        CalM:s1=1|2|3
        """)

    private static let addresses = [ObjectSchema("KnBasicAddressAdr", address), ObjectSchema("KnBasicAddressPad", address)]

    private static let organisationFields = """
        BcId:i PadAdr:b AutoNum:b MatchOga:s1=0|1|2|3|4|5|6|9 BcCo:s15 SeNm:s10 Nm:s255 NmRg:s80 RsRg:s50 ViLe:s10 ViLb:s10 CcNr:s30 \
        CcDa:d FiNr:s9 TeNr:s21 FaNr:s21 MbNr:s21 EmAd:s255 HoPa:s255 Corr:b ViMd:s3=EMA|FAX|PRS|PST|TEL Re:s StId:s15 LgId:s5 BcPa:s15
        """

    private static let personFields = """
        BcId:i PadAdr:b AutoNum:b MatchPer:s1=0|1|2|3|4|5|6|7|9 BcCo:s15 SeNm:s10 CaNm:s80 FiNm:s50 In:s15 Is:s15 LaNm:s80 SpNm:b \
        ViGe:s1=M|V|O|X TtId:s3 LeHe:s50 DaBi:d TeNr:s21 TeN2:s21 MbNr:s21 MbN2:s21 EmAd:s255 EmA2:s255 Corr:b AddToPortal:b \
        EmailPortal:s255 HoPa:s255 Re:s
        """

    private static let contact = ObjectSchema(
        "KnContact", repeats: true,
        """
        PadAdr:b ViKc:s3=AFD|AFL|PRS ExAd:s255 ViFu:s10 FuDs:s50 Corr:b ViMd:s3 TeNr:s21 FaNr:s21 MbNr:s21 EmAd:s255 HoPa:s255 Re:s Bl:b \
        AtLn:s50 LeHe:s50
        """, addresses + [ObjectSchema("KnPerson", personFields)])

    private static let organisation = ObjectSchema(
        "KnOrganisation", keys: ["BcCo"], organisationFields, addresses + [bankAccount, contact])
    private static let person = ObjectSchema("KnPerson", keys: ["BcCo"], personFields, addresses + [bankAccount])

    private static let subject = ObjectSchema(
        "KnSubject", "SbId:i StId:i* Ds:s255* SbTx:s Da:d UsId:s20 EmId:s15 SaId:s5 ViPr:s1=H|N|L St:b DtFr:d DtTo:d FvF1:i FvF2:i FvF3:i",
        [
            ObjectSchema(
                "KnSubjectLink",
                """
                DoCRM:b SfTp:s2=1|2|3|4|8|9|10|11|17|66 SfId:s50 ToSR:b ToPR:b ToBC:b BcId:s15 CdId:i SiUn:i SiTp:s1=1 SiId:s12 PiUn:i \
                PiTp:s1 PiId:s12 Sor:s12 OrNu:s12 PjId:s15
                """),
            ObjectSchema("KnSubjectAttachment", repeats: true, "FileName:s255* FileStream:s*"),
        ])
}

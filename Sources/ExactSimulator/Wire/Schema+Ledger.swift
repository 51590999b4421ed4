extension Schema {
    /// `financial/GLAccounts`.
    static let glAccounts = Schema(
        "financial/GLAccounts", model: "GLAccount", key: "ID:Guid",
        writable: """
            Code:String Description:String Type:Int32 BalanceSide:String BalanceType:String VATCode:String<3 UseCostcenter:Byte
            UseCostunit:Byte Costcenter:String Costunit:String IsBlocked:Boolean Matching:Boolean RevalueCurrency:Boolean
            SearchCode:String ReportingCode:String Compress:Boolean AllowCostsInSales:Byte AssimilatedVATBox:Int16
            BelcotaxType:Int32 DescriptionTermID:Int32 ExcludeVATListing:Byte ExpenseNonDeductiblePercentage:Double
            PrivateGLAccount:Guid PrivatePercentage:Double VATGLAccountType:String VATNonDeductibleGLAccount:Guid
            VATNonDeductiblePercentage:Double VATSystem:String YearEndCostGLAccount:Guid YearEndReflectionGLAccount:Guid
            """,
        readOnly: """
            CostcenterDescription:String CostunitDescription:String TypeDescription:String VATDescription:String Created:DateTime
            Creator:Guid CreatorFullName:String CustomField:String Division:Int32 Modified:DateTime Modifier:Guid
            ModifierFullName:String
            """)

    /// `financial/Journals`.
    static let journals = Schema(
        "financial/Journals", model: "Journal", key: "ID:Guid",
        writable: """
            Code:String Description:String Type:Int32 GLAccount:Guid Currency:String AllowVariableCurrency:Boolean
            AllowVariableExchangeRate:Boolean AllowVAT:Boolean AutoSave:Boolean IsBlocked:Boolean Bank:Guid BankAccountID:Guid
            BankAccountIncludingMask:String PaymentInTransitAccount:Guid PaymentServiceAccountIdentifier:String
            PaymentServiceProvider:Int32
            """,
        readOnly: """
            BankAccountBICCode:String BankAccountCountry:String BankAccountDescription:String BankAccountIBAN:String
            BankAccountUseSEPA:Boolean BankAccountUseSepaDirectDebit:Boolean BankName:String CurrencyDescription:String
            GLAccountCode:String GLAccountDescription:String GLAccountType:Int32 PaymentServiceProviderName:String Created:DateTime
            Creator:Guid CreatorFullName:String CustomField:String Division:Int32 Modified:DateTime Modifier:Guid
            ModifierFullName:String
            """)

    /// `financial/FinancialPeriods`.
    static let financialPeriods = Schema(
        "financial/FinancialPeriods", model: "FinancialPeriod", key: "ID:Guid",
        readOnly: """
            FinYear:Int16 FinPeriod:Int16 StartDate:DateTime EndDate:DateTime Created:DateTime Creator:Guid CreatorFullName:String
            Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `read/financial/JournalStatusList`.
    static let journalStatusList = Schema(
        "read/financial/JournalStatusList", model: "JournalStatus", key: "Journal:String Year:Int32 Period:Int32",
        readOnly: """
            Status:Int32 JournalType:Int32 StatusDescription:String JournalDescription:String JournalTypeDescription:String
            """)

    /// `financialtransaction/Transactions`.
    static let transactions = Schema(
        "financialtransaction/Transactions", model: "Financial.Transaction", key: "EntryID:Guid",
        readOnly: """
            EntryNumber:Int32 Type:Int32 JournalCode:String Date:DateTime FinancialYear:Int16 FinancialPeriod:Int16 Status:Int16
            PaymentReference:String Document:Guid OpeningBalanceFC:Double ClosingBalanceFC:Double Description:String
            DocumentNumber:Int32 DocumentSubject:String ExternalLinkDescription:String ExternalLinkReference:String
            IsExtraDuty:Boolean JournalDescription:String PaymentConditionCode:String PaymentConditionDescription:String
            StatusDescription:String TypeDescription:String Created:DateTime Division:Int32 Modified:DateTime
            """)

    /// `financialtransaction/TransactionLines`.
    static let transactionLines = Schema(
        "financialtransaction/TransactionLines", model: "Financial.TransactionLine", key: "ID:Guid",
        readOnly: """
            EntryID:Guid LineNumber:Int32 LineType:Int16 Type:Int32 JournalCode:String EntryNumber:Int32 InvoiceNumber:Int32
            Date:DateTime DueDate:DateTime FinancialYear:Int16 FinancialPeriod:Int16 GLAccount:Guid GLAccountCode:String
            Account:Guid AccountCode:String>18 AmountDC:Double AmountFC:Double ExchangeRate:Double VATCode:String<3
            VATPercentage:Double VATType:String AmountVATFC:Double AmountVATBaseFC:Double YourRef:String PaymentReference:String
            OffsetID:Guid Status:Int16 Description:String Notes:String CostCenter:String CostUnit:String Quantity:Double
            AccountName:String Asset:Guid AssetCode:String AssetDescription:String CostCenterDescription:String
            CostUnitDescription:String Currency:String Document:Guid DocumentNumber:Int32 DocumentSubject:String
            ExternalLinkDescription:String ExternalLinkReference:String ExtraDutyAmountFC:Double ExtraDutyPercentage:Double
            GLAccountDescription:String Item:Guid ItemCode:String ItemDescription:String JournalDescription:String OrderNumber:Int32
            PaymentDiscountAmount:Double Project:Guid ProjectCode:String ProjectDescription:String ProjectWBS:Guid
            ProjectWBSDescription:String SerialNumber:String ShopOrder:Guid Subscription:Guid SubscriptionDescription:String
            TrackingNumber:String TrackingNumberDescription:String VATCodeDescription:String Created:DateTime Creator:Guid
            CreatorFullName:String CustomField:String Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `financial/ExchangeRates`.
    static let exchangeRates = Schema(
        "financial/ExchangeRates", model: "ExchangeRate", key: "ID:Guid",
        writable: """
            SourceCurrency:String Rate:Double StartDate:DateTime
            """,
        readOnly: """
            TargetCurrency:String SourceCurrencyDescription:String TargetCurrencyDescription:String Created:DateTime Creator:Guid
            CreatorFullName:String Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)
}

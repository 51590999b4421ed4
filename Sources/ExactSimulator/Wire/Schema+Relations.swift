extension Schema {
    /// `crm/Accounts`.
    static let accounts = Schema(
        "crm/Accounts", model: "Account", key: "ID:Guid",
        writable: """
            Code:String>18 Name:String Status:String IsSupplier:Boolean Blocked:Boolean SearchCode:String<9 AddressLine1:String
            AddressLine2:String AddressLine3:String Postcode:String City:String State:String<3 Country:String<3 Language:String<10 Email:String
            Phone:String Website:String Remarks:String VATNumber:String ChamberOfCommerce:String RSIN:String OINNumber:String
            EORINumber:String GlnNumber:String PeppolIdentifier:String PeppolIdentifierType:Int32 PaymentConditionSales:String
            PaymentConditionPurchase:String SalesVATCode:String<3 PurchaseVATCode:String<3 SalesCurrency:String
            PurchaseCurrency:String GLAR:Guid GLAP:Guid GLAccountSales:Guid GLAccountPurchase:Guid CreditLineSales:Double
            CreditLinePurchase:Double DiscountSales:Double DiscountPurchase:Double InvoiceAccount:Guid InvoicingMethod:Int32
            MainContact:Guid Parent:Guid AccountManager:Guid StartDate:DateTime EndDate:DateTime Accountant:Guid ActivitySector:Guid
            ActivitySubSector:Guid AutomaticProcessProposedEntry:Byte BSN:String BusinessType:Guid CanDropShip:Boolean
            Classification1:Guid Classification2:Guid Classification3:Guid Classification4:Guid Classification5:Guid
            Classification6:Guid Classification7:Guid Classification8:Guid CodeAtSupplier:String CompanySize:Guid
            ConsolidationScenario:Byte ControlledDate:DateTime DatevCreditorCode:String DatevDebtorCode:String DeliveryAdvice:Byte
            EnableSalesPaymentLink:Boolean EstablishedDate:DateTime Fax:String HasWithholdingTaxSales:Boolean
            IgnoreDatevWarningMessage:Boolean IncotermAddressPurchase:String IncotermAddressSales:String IncotermCodePurchase:String
            IncotermCodeSales:String IncotermVersionPurchase:Int16 IncotermVersionSales:Int16 IntraStatArea:String
            IntraStatDeliveryTerm:String IntraStatSystem:String IntraStatTransactionA:String IntraStatTransactionB:String
            IntraStatTransportMethod:String InvoiceAttachmentType:Int32 IsAccountant:Byte IsAgency:Byte IsCompetitor:Byte
            IsExtraDuty:Boolean IsMailing:Byte IsPilot:Boolean IsReseller:Boolean Latitude:Double LeadPurpose:Guid LeadSource:Guid
            Logo:Binary LogoFileName:String Longitude:Double PayAsYouEarn:String PhoneExtension:String PriceList:Guid
            PurchaseLeadDays:Int32 RecepientOfCommissions:Boolean Reseller:Guid SecurityLevel:Int32 SeparateInvPerProject:Byte
            SeparateInvPerSubscription:Byte ShippingLeadDays:Int32 ShippingMethod:Guid ShowRemarkForSales:Boolean TradeName:String
            UniqueTaxpayerReference:String VATLiability:String
            """,
        readOnly: """
            IsSales:Boolean Type:String AccountManagerFullName:String AccountManagerHID:Int32 AddressSource:Byte CountryName:String
            InvoiceAccountCode:String>18 InvoiceAccountName:String IsAnonymised:Byte LanguageDescription:String
            LogoThumbnailUrl:String LogoUrl:String PaymentConditionPurchaseDescription:String
            PaymentConditionSalesDescription:String PurchaseCurrencyDescription:String PurchaseVATCodeDescription:String
            ResellerCode:String>18 ResellerName:String SalesCurrencyDescription:String SalesVATCodeDescription:String Source:Byte
            StateName:String BRIN:Guid Classification:String ClassificationDescription:String Costcenter:String
            CostcenterDescription:String CostPaid:Byte Currency:String CustomerSince:DateTime Document:Guid DunsNumber:String
            IsBank:Boolean IsMember:Boolean IsPurchase:Boolean SalesTaxSchedule:Guid SalesTaxScheduleCode:String
            SalesTaxScheduleDescription:String StatusSince:DateTime Created:DateTime Creator:Guid CreatorFullName:String
            CustomField:String Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `crm/Contacts`.
    static let contacts = Schema(
        "crm/Contacts", model: "Contact", key: "ID:Guid",
        writable: """
            Account:Guid FirstName:String LastName:String MiddleName:String Email:String Phone:String Mobile:String
            BusinessEmail:String BusinessPhone:String BusinessMobile:String JobTitleDescription:String Gender:String
            Language:String<10 Title:String HID:Int32 IsMailingExcluded:Boolean StartDate:DateTime EndDate:DateTime
            BirthDate:DateTime BirthName:String BirthNamePrefix:String BirthPlace:String BusinessFax:String
            BusinessPhoneExtension:String IdentificationDate:DateTime IdentificationDocument:Guid IdentificationUser:Guid
            Initials:String LeadPurpose:Guid LeadSource:Guid MarketingNotes:String Nationality:String Notes:String Person:Guid
            Picture:Binary PictureName:String SocialSecurityNumber:String
            """,
        readOnly: """
            IsMainContact:Boolean AccountIsCustomer:Boolean AccountIsSupplier:Boolean AccountMainContact:Guid AccountName:String
            AddressLine2:String AddressStreet:String AddressStreetNumber:String AddressStreetNumberSuffix:String AllowMailing:Int32
            City:String Code:String Country:String<3 FullName:String IsAnonymised:Byte PartnerName:String PartnerNamePrefix:String
            PhoneExtension:String PictureThumbnailUrl:String PictureUrl:String Postcode:String State:String<3
            TitleAbbreviation:String TitleDescription:String Created:DateTime Creator:Guid CreatorFullName:String CustomField:String
            Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `crm/BankAccounts`.
    static let bankAccounts = Schema(
        "crm/BankAccounts", model: "BankAccount", key: "ID:Guid",
        writable: """
            Account:Guid BankAccount:String BankAccountHolderName:String BICCode:String Description:String Main:Boolean
            Blocked:Boolean
            """,
        readOnly: """
            Type:String Format:String AccountName:String Bank:Guid BankDescription:String BankName:String IBAN:String
            PaymentServiceAccount:Guid TypeDescription:String Created:DateTime Creator:Guid CreatorFullName:String Division:Int32
            Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `crm/Addresses`.
    static let addresses = Schema(
        "crm/Addresses", model: "Address", key: "ID:Guid",
        writable: """
            Account:Guid Type:Int16 Main:Boolean AddressLine1:String AddressLine2:String AddressLine3:String Postcode:String
            City:String Country:String<3 State:String<3 Contact:Guid Phone:String Warehouse:Guid Fax:String FreeBoolField_01:Boolean
            FreeBoolField_02:Boolean FreeBoolField_03:Boolean FreeBoolField_04:Boolean FreeBoolField_05:Boolean
            FreeDateField_01:DateTime FreeDateField_02:DateTime FreeDateField_03:DateTime FreeDateField_04:DateTime
            FreeDateField_05:DateTime FreeNumberField_01:Double FreeNumberField_02:Double FreeNumberField_03:Double
            FreeNumberField_04:Double FreeNumberField_05:Double FreeTextField_01:String FreeTextField_02:String
            FreeTextField_03:String FreeTextField_04:String FreeTextField_05:String Mailbox:String NicNumber:String Notes:String
            PhoneExtension:String
            """,
        readOnly: """
            AccountIsSupplier:Boolean AccountName:String ContactName:String CountryName:String Source:Byte StateDescription:String
            WarehouseCode:String WarehouseDescription:String Created:DateTime Creator:Guid CreatorFullName:String CustomField:String
            Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)
}

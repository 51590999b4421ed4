extension Schema {
    /// `hrm/Costcenters`.
    static let costcenters = Schema(
        "hrm/Costcenters", model: "Costcenter", key: "ID:Guid",
        writable: """
            Code:String Description:String EndDate:DateTime Active:Boolean
            """,
        readOnly: """
            Created:DateTime Creator:Guid CreatorFullName:String CustomField:String Division:Int32 Modified:DateTime Modifier:Guid
            ModifierFullName:String
            """)

    /// `hrm/Costunits`.
    static let costunits = Schema(
        "hrm/Costunits", model: "Costunit", key: "ID:Guid",
        writable: """
            Code:String Description:String EndDate:DateTime
            """,
        readOnly: """
            Created:DateTime Creator:Guid CreatorFullName:String CustomField:String Division:Int32 Modified:DateTime Modifier:Guid
            ModifierFullName:String
            """)

    /// `general/Currencies`.
    static let currencies = Schema(
        "general/Currencies", model: "Currency", key: "Code:String",
        readOnly: """
            Description:String AmountPrecision:Double PricePrecision:Double Created:DateTime Modified:DateTime
            """)

    /// `webhooks/WebhookSubscriptions`.
    static let webhookSubscriptions = Schema(
        "webhooks/WebhookSubscriptions", model: "WebhookSubscription", key: "ID:Guid",
        writable: """
            CallbackURL:String Topic:String UserID:Guid
            """,
        readOnly: """
            ClientID:Guid Description:String Created:DateTime Creator:Guid CreatorFullName:String Division:Int32
            """)

    /// `system/Divisions`.
    static let divisions = Schema(
        "system/Divisions", model: "System.Division", key: "Code:Int32",
        readOnly: """
            Description:String Hid:Int64 Status:Int32 BlockingStatus:Int32 Currency:String Country:String<3 Legislation:String<3
            Customer:Guid CustomerName:String Current:Boolean VATNumber:String ChamberOfCommerceNumber:String
            DivisionMoveDate:DateTime StartDate:DateTime ArchiveDate:DateTime IsMainDivision:Boolean AddressLine1:String
            AddressLine2:String AddressLine3:String BusinessTypeCode:String BusinessTypeDescription:String
            ChamberOfCommerceEstablishment:String City:String CompanySizeCode:String CompanySizeDescription:String
            CustomerCode:String DatevAccountantNumber:String DatevClientNumber:String DivisionHRLinkUnlinkDate:DateTime Email:String
            Fax:String IsDossierDivision:Boolean IsHRDivision:Boolean IsPracticeDivision:Boolean OBNumber:String Phone:String
            Postcode:String SbiCode:String SbiDescription:String SectorCode:String SectorDescription:String ShareCapital:Double
            SiretNumber:String State:String<3 SubsectorCode:String SubsectorDescription:String TaxOfficeNumber:String
            TaxReferenceNumber:String TemplateCode:String Website:String Created:DateTime Creator:Guid CreatorFullName:String
            Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `current/Me`.
    static let me = Schema(
        "current/Me", model: "System.Me", key: "UserID:Guid",
        readOnly: """
            CurrentDivision:Int32 AccountingDivision:Int32 FullName:String UserName:String Email:String LanguageCode:String
            Legislation:Int64 ServerTime:String ServerUtcOffset:Double PackageCode:String DivisionCustomerCode:String
            CustomerCode:String DivisionCustomer:Guid DivisionCustomerName:String DivisionCustomerSiretNumber:String
            DivisionCustomerVatNumber:String DossierDivision:Int32 EmployeeID:Guid FirstName:String Gender:String Initials:String
            IsClientUser:Boolean IsEmployeeSelfServiceUser:Boolean IsMyFirmLiteUser:Boolean IsMyFirmPortalUser:Boolean
            IsOEIMigrationMandatory:Boolean IsStarterUser:Boolean Language:String<10 LastName:String MiddleName:String Mobile:String
            Nationality:String Phone:String PhoneExtension:String PictureUrl:String ThumbnailPicture:Binary
            ThumbnailPictureFormat:String Title:String
            """)

    /// `sync/Deleted`.
    static let deletions = Schema(
        "sync/Deleted", model: "Deleted", key: "ID:Guid",
        readOnly: """
            DeletedBy:Guid DeletedDate:DateTime Division:Int32 EntityKey:Guid EntityType:Int32
            """)
}

extension Schema {
    /// `vat/VATCodes`.
    static let vatCodes = Schema(
        "vat/VATCodes", model: "VATCode", key: "ID:Guid",
        writable: """
            Code:String<3 Description:String Type:String VATTransactionType:String Charged:Boolean EUSalesListing:String
            GLToPay:Guid GLToClaim:Guid IsBlocked:Boolean IntraStat:Boolean Account:Guid CalculationBasis:Byte
            ExcludeVATListing:Byte GLDiscountPurchase:Guid GLDiscountSales:Guid IntrastatType:String LegalText:String
            OssCountry:String TaxReturnType:Int16 VatDocType:String VatMargin:Byte VATPartialRatio:Int16
            """,
        readOnly: """
            Percentage:Double AccountCode:String>18 AccountName:String Country:String<3 GLDiscountPurchaseCode:String
            GLDiscountPurchaseDescription:String GLDiscountSalesCode:String GLDiscountSalesDescription:String GLToClaimCode:String
            GLToClaimDescription:String GLToPayCode:String GLToPayDescription:String Created:DateTime Creator:Guid
            CreatorFullName:String CustomField:String Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `vat/VatPercentages`.
    static let vatPercentages = Schema(
        "vat/VatPercentages", model: "VatPercentage", key: "ID:Guid",
        readOnly: """
            VATCodeID:Guid LineNumber:Int32 Percentage:Double StartDate:DateTime EndDate:DateTime Type:Int16 Created:DateTime
            Creator:Guid CreatorFullName:String Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)
}

// The same text as Examples/chart-nl-flower-trade.yaml; a test compares them.
extension MappingSamples {
    /// A chart of accounts for the Dutch trade in flowers and plants with RGS codes, as a file.
    public static let chartOfFlowerTrade = #"""
        # A chart of accounts for the Dutch trade in flowers and plants, with codes of the reference classification (RGS) where one fits.
        # The RGS codes are examples; accounts without one are for the accountant to choose.

        name: Dutch trade in flowers and plants

        accounts:
          - code: "1100"
            name: Bank EUR
            rgs: BLimBanRba
          - code: "1110"
            name: Bank USD
            rgs: BLimBanRba
          - code: "1150"
            name: Payments in transit
            rgs: BLimKruKru
          - code: "1290"
            name: Unallocated receipts (suspense)
            rgs: BVorTusTin
          - code: "1300"
            name: Trade debtors, domestic (collective)
            rgs: BVorDebHad
          - code: "1310"
            name: Trade debtors, other EU (collective)
            rgs: BVorDebHad
          - code: "1320"
            name: Trade debtors, outside EU (collective)
            rgs: BVorDebHad
          - code: "1400"
            name: "Returnable packaging: deposits paid"
          - code: "1500"
            name: VAT due, 21%
            rgs: BSchBepBtw
          - code: "1510"
            name: VAT due, 9%
            rgs: BSchBepBtw
          - code: "1520"
            name: VAT due, reverse charge shifted to us
            rgs: BSchBepBtw
          - code: "1530"
            name: VAT due, import (art. 23 licence)
            rgs: BSchBepBtw
          - code: "1540"
            name: VAT due, intra-EU acquisition
            rgs: BSchBepBtw
          - code: "1550"
            name: VAT due, OSS (per member state)
            rgs: BSchBepBtw
          - code: "1560"
            name: Input VAT
            rgs: BVorVbkTvo
          - code: "1600"
            name: Trade creditors (collective)
            rgs: BSchCreHac
          - code: "1610"
            name: Auction current account
            rgs: BSchCreHac
          - code: "1700"
            name: "Returnable packaging: deposits owed to customers"
          - code: "1710"
            name: Advance payments received
          - code: "4510"
            name: Auction and service fees
          - code: "4700"
            name: Bad debts
          - code: "4810"
            name: Bank charges
          - code: "4820"
            name: Exchange differences
          - code: "4990"
            name: Rounding and payment differences
          - code: "7000"
            name: Purchases cut flowers
            rgs: WKprGrpGr1
          - code: "7010"
            name: Purchases plants
            rgs: WKprGrpGr1
          - code: "7020"
            name: Purchases packaging and hardware
            rgs: WKprGrpGr1
          - code: "7100"
            name: Hired services
          - code: "8000"
            name: Revenue cut flowers NL 9%
            rgs: WOmzGrpGr1
          - code: "8010"
            name: Revenue plants NL 9%
            rgs: WOmzGrpGr2
          - code: "8020"
            name: Revenue hardware / dyed flowers NL 21%
            rgs: WOmzGrpGr2
          - code: "8030"
            name: Revenue transport and surcharges NL 9%
            rgs: WOmzGrpGr2
          - code: "8035"
            name: Revenue transport and services NL 21%
            rgs: WOmzGrpGr2
          - code: "8040"
            name: Revenue one-way packaging NL 9%
            rgs: WOmzGrpGr2
          - code: "8050"
            name: Revenue packaging / trolley rental NL 21%
            rgs: WOmzGrpGr2
          - code: "8100"
            name: Revenue cut flowers EU 0%
            rgs: WOmzGrpGr1
          - code: "8110"
            name: Revenue plants EU 0%
            rgs: WOmzGrpGr2
          - code: "8130"
            name: Revenue transport EU 0%
            rgs: WOmzGrpGr2
          - code: "8140"
            name: Revenue services EU
            rgs: WOmzGrpGr2
          - code: "8200"
            name: Revenue cut flowers outside EU
            rgs: WOmzGrpGr1
          - code: "8230"
            name: Revenue transport outside EU
            rgs: WOmzGrpGr2
          - code: "8300"
            name: Revenue OSS consumers
            rgs: WOmzGrpGr1
          - code: "8400"
            name: Revenue domestic reverse charge
            rgs: WOmzGrpGr2
          - code: "8900"
            name: Sales discounts
            rgs: WOmzGrpGr1

        """#
}

/// The one stylesheet.
///
/// One scale of type (ratio 1.2 around 16 px), one of spacing (4 px and its multiples), and colours that mean something: `good`, `wait`,
/// `bad`, `link`. Every pair of text and ground has a contrast of at least 4.5 to 1, in light and dark (`LookTests`).
///
/// A table goes by the room it is given, not by the window's: beside another and in a dialog there is less. Where there is too little, a row
/// of a `stack` is a block (``Form/table(_:_:_:isNamed:isCompact:)``).
enum Stylesheet {
    static let asset = Asset(text, type: "text/css; charset=utf-8", ending: "css")
    static var bytes: [UInt8] { asset.bytes }
    static var path: String { asset.path }

    static let text = """
        :root{color-scheme:light dark;--ground:#fff;--panel:#f5f6f8;--line:#d5d9df;--ink:#1b1f26;--quiet:#566070;--link:#0b57a4;\
        --good:#1a6b3a;--wait:#7a5200;--bad:#a8201a;--goodbar:#2f9e5b;--waitbar:#d19a1b;--badbar:#d0473f;--otherbar:#8a94a3;\
        --s1:.25rem;--s2:.5rem;--s3:.75rem;--s4:1rem;--s6:1.5rem;--s8:2rem;--t1:.833rem;--t2:1rem;--t3:1.2rem;--t4:1.44rem;--t5:1.728rem}
        @media (prefers-color-scheme:dark){:root{--ground:#14171c;--panel:#1d2229;--line:#3a424e;--ink:#e9ecf1;--quiet:#a6b0be;\
        --link:#86bdf7;--good:#77d29b;--wait:#e8bd5c;--bad:#ff9d96;--goodbar:#3fae6c;--waitbar:#c4901b;--badbar:#dd5c54;--otherbar:#7d8796}}
        *{box-sizing:border-box}
        html{font:var(--t2)/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;\
        -webkit-text-size-adjust:100%}
        body{margin:0;background:var(--ground);color:var(--ink);font-variant-numeric:tabular-nums}
        [hidden]{display:none!important}
        main{max-width:80rem;margin:0 auto;padding:var(--s4) var(--s4) var(--s8)}
        main:focus{outline:0}
        main li{overflow-wrap:anywhere}
        h1{font-size:var(--t5);line-height:1.2;margin:var(--s4) 0 var(--s2);overflow-wrap:anywhere}
        h2{font-size:var(--t4);line-height:1.25;margin:var(--s8) 0 var(--s3)}
        h3{font-size:var(--t3);margin:var(--s6) 0 var(--s2)}
        p{margin:0 0 var(--s3);max-width:70ch}
        a{color:var(--link);text-underline-offset:.15em}
        :focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
        .lead{font-size:var(--t3)}
        .quiet,.hint{color:var(--quiet)}
        .hint,.small{font-size:var(--t1);margin:0;font-weight:400}
        details{margin:0 0 var(--s4)}
        .bad{color:var(--bad)}.good{color:var(--good)}.wait{color:var(--wait)}
        .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .skip{position:absolute;left:var(--s2);top:-4rem;background:var(--ground);padding:var(--s2) var(--s3);z-index:1}
        .skip:focus{top:var(--s2)}
        .top{display:flex;flex-wrap:wrap;align-items:center;gap:var(--s2) var(--s6);padding:var(--s2) var(--s4);background:var(--panel);\
        border-bottom:1px solid var(--line)}
        .brand{font-weight:650}
        td details,td details+p{margin:0}
        .top ul{display:flex;flex-wrap:wrap;gap:var(--s1);list-style:none;margin:0;padding:0}
        .top nav a{display:block;padding:var(--s2) var(--s3);border-radius:.375rem;text-decoration:none;color:var(--ink)}
        .top nav a[aria-current]{background:var(--ground);box-shadow:inset 0 0 0 1px var(--line);font-weight:600}
        button.menu{display:none}
        div.menu{display:flex;flex:1;flex-wrap:wrap;align-items:center;gap:var(--s2);position:static;inset:auto;width:auto;height:auto;\
        margin:0;padding:0;border:0;overflow:visible;background:none;color:inherit}
        @supports selector(:popover-open){@media (max-width:64rem){button.menu{display:block;margin-left:auto}div.menu{display:none}\
        div.menu:popover-open{display:block;position:fixed;inset:4rem var(--s2) auto auto;min-width:min(20rem,calc(100vw - 2*var(--s2)));\
        max-height:calc(100vh - 5rem);overflow:auto;padding:var(--s3);background:var(--ground);border:1px solid var(--line);\
        border-radius:.5rem}div.menu ul{flex-direction:column}div.menu .person{margin:var(--s3) 0 0;padding:var(--s3) var(--s3) 0;\
        border-top:1px solid var(--line)}}}
        .foot{max-width:80rem;margin:0 auto;padding:0 var(--s4) var(--s6)}
        dialog{max-width:min(40rem,calc(100vw - 2*var(--s4)));padding:var(--s6);background:var(--ground);color:var(--ink);\
        border:1px solid var(--line);border-radius:.5rem}
        dialog:has(.scroll){width:56rem;max-width:min(56rem,calc(100vw - 2*var(--s4)))}
        dialog::backdrop{background:rgb(0 0 0/.5)}
        dialog h2{margin-top:0}dialog>:last-child{margin-bottom:0}
        kbd{font:inherit;padding:0 var(--s2);background:var(--panel);border:1px solid var(--line);border-radius:.25rem}
        .tick{margin:0}
        .tick label{display:flex;align-items:center;gap:var(--s2);width:fit-content;min-height:2.25rem;margin:0;font-weight:400;\
        font-size:inherit;cursor:pointer}
        .tick input{flex:none;width:1.25rem;height:1.25rem;min-height:0;margin:0;padding:0;accent-color:var(--link)}
        fieldset{margin:0 0 var(--s4);padding:var(--s1) var(--s3) var(--s2);border:1px solid var(--line);border-radius:.375rem}
        legend{padding:0 var(--s1);font-weight:600;font-size:var(--t1)}
        .printed{display:none}
        tbody tr:focus-within{background:var(--panel)}
        .person{display:flex;flex-wrap:wrap;align-items:center;gap:var(--s2) var(--s3);margin-left:auto}
        form{margin:0 0 var(--s4)}
        form.inline{display:inline;margin:0}
        .scroll{overflow-x:auto;margin:0 0 var(--s4);position:relative;container-type:inline-size}
        table{border-collapse:collapse;width:100%}
        caption{text-align:left;font-weight:600;padding:0 0 var(--s2)}
        th,td{text-align:left;vertical-align:top;padding:var(--s2) var(--s3);border-bottom:1px solid var(--line)}
        thead th{font-size:var(--t1);color:var(--quiet);font-weight:600;white-space:nowrap}
        tbody th{font-weight:600;overflow-wrap:break-word}
        .total>*{font-weight:600;border-top:2px solid var(--line)}
        .number{text-align:right;white-space:nowrap}
        .amount,time,.key{white-space:nowrap}
        .negative{color:var(--bad)}
        .any{overflow-wrap:anywhere}pre.any{white-space:pre-wrap}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.5rem,1fr));gap:var(--s3);margin:0 0 var(--s4);padding:0;\
        list-style:none}
        .tiles li{border:1px solid var(--line);border-radius:.5rem;padding:var(--s3);background:var(--panel)}
        .tiles a{display:block;color:inherit;text-decoration:none}
        .tiles a:hover .name{text-decoration:underline}
        .tiles .count{display:block;font-size:var(--t5);font-weight:600;line-height:1.2}
        .tiles .name{display:block;color:var(--quiet)}
        .tiles .sum{display:block;font-size:var(--t1);color:var(--quiet)}
        .bar{display:block;width:100%;height:1.25rem;margin:0 0 var(--s3)}
        rect.good{fill:var(--goodbar)}rect.wait{fill:var(--waitbar)}rect.bad{fill:var(--badbar)}rect.other{fill:var(--otherbar)}
        figure{margin:0 0 var(--s4)}
        figcaption{display:flex;flex-wrap:wrap;align-items:baseline;gap:var(--s1) var(--s4)}
        figcaption h3{flex-basis:100%}
        .key-of::before{content:"";display:inline-block;width:.75em;height:.75em;margin-right:.4em;background:currentColor}
        .key-of.other::before{background:var(--otherbar)}.key-of.good::before{background:var(--goodbar)}
        h1:has(+.asof){display:inline-block;margin-right:var(--s4)}.asof{display:inline-block}
        @media (max-width:90rem){.person .quiet{display:none}.top nav a{padding:var(--s2)}}
        .qr{display:block;width:14rem;max-width:100%;height:auto}
        .chart{display:block;width:100%;height:8rem;border-bottom:1px solid var(--line)}
        .axis{display:flex;justify-content:space-between;margin:0 0 var(--s2)}
        .drawn{width:40%;min-width:6rem}.drawn .bar{margin:0}
        .state{font-weight:600;white-space:nowrap;display:inline-block;position:relative;padding-left:1em}
        .state::before{content:"";position:absolute;left:0;top:.45em;width:.6em;height:.6em;border-radius:50%;background:currentColor}
        .filters{display:flex;flex-wrap:wrap;gap:var(--s2);list-style:none;padding:0;margin:0 0 var(--s4)}
        .filters a{display:block;border:1px solid var(--line);border-radius:1rem;padding:var(--s1) var(--s3);text-decoration:none}
        .filters a[aria-current]{background:var(--ink);color:var(--ground);border-color:var(--ink)}
        .search{display:flex;flex-wrap:wrap;align-items:end;gap:var(--s3);margin:0 0 var(--s4)}
        .search .field{margin:0}
        .field{margin:0 0 var(--s4)}
        label{display:block;font-weight:600;font-size:var(--t1);margin:0 0 var(--s1)}
        input,select{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--quiet);border-radius:.375rem;\
        padding:var(--s2) var(--s3);min-height:2.75rem;max-width:100%}
        textarea.code{width:100%;font:var(--t1)/1.45 ui-monospace,"DejaVu Sans Mono",monospace;color:inherit;background:var(--ground);\
        border:1px solid var(--quiet);border-radius:.375rem;padding:var(--s3);white-space:pre;overflow:auto}
        .narrow .field input{width:100%}
        .narrow{max-width:26rem}
        button,.button{font:inherit;font-weight:600;display:inline-block;background:var(--link);color:var(--ground);border:1px solid \
        var(--link);border-radius:.375rem;padding:var(--s2) var(--s4);min-height:2.75rem;text-decoration:none;cursor:pointer}
        button.danger{background:var(--bad);border-color:var(--bad)}
        button.other,.button.other{background:transparent;color:var(--link)}
        button.plain{background:none;border:0;color:var(--link);padding:var(--s1);min-height:2rem;text-decoration:underline;font-weight:400}
        .actions{display:flex;flex-wrap:wrap;gap:var(--s2);list-style:none;padding:0;margin:0 0 var(--s4)}
        .notice{border-left:4px solid currentColor;background:var(--panel);padding:var(--s3) var(--s4);max-width:none}
        .problems{padding:0;margin:0 0 var(--s4);list-style:none}
        .problems li{border-left:4px solid var(--bad);background:var(--panel);padding:var(--s3) var(--s4);margin:0 0 var(--s2)}
        .problems li.mild{border-color:var(--wait)}
        .said{margin:0 0 var(--s4)}
        .problems p{margin:0}.problems .do{margin:var(--s2) 0 0}
        dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:var(--s1) var(--s4);margin:0 0 var(--s4)}
        dl.facts dt{color:var(--quiet)}dl.facts dd{margin:0;overflow-wrap:anywhere}
        .beside{display:grid;gap:0 var(--s8)}
        .beside>*{min-width:0}.beside h2{margin-top:var(--s4)}
        @media (min-width:64rem){.beside{grid-template-columns:1fr 1fr}.beside th:has(.hint){min-width:16ch}}
        .steps{list-style:none;margin:0;padding:0 0 0 var(--s4);border-left:2px solid var(--line)}
        .steps li{margin:0 0 var(--s3);position:relative}
        .steps li::before{content:"";position:absolute;left:calc(-1*var(--s4) - 5px);top:.5em;width:8px;height:8px;border-radius:50%;\
        background:var(--otherbar)}
        meter{width:100%;min-width:6rem;height:1rem}
        @media (max-width:40rem){tbody th,td.any{overflow-wrap:anywhere;min-width:5rem}tbody th:has(.key){min-width:12ch}\
        textarea.code,pre{white-space:pre-wrap;overflow-wrap:anywhere}tbody th time{white-space:normal;display:inline-block;min-width:10ch}.wide{display:none}.state,.key{white-space:normal}th,td{padding:var(--s2) var(--s1)}.scroll table{font-size:.925rem}.person{margin-left:0}main{padding:var(--s3)}\
        dl.facts{grid-template-columns:1fr;gap:0}dl.facts dd{margin:0 0 var(--s2)}.tiles{grid-template-columns:1fr 1fr}thead th{white-space:normal}}
        @container (max-width:32rem){.stack,.stack caption,.stack tbody,.stack tr,.stack tbody th,.stack td,.stack .wide{display:block}\
        .stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\
        .stack tr{padding:var(--s2) 0;border-bottom:1px solid var(--line)}\
        .stack tbody th,.stack td{width:auto;min-width:0;padding:var(--s1) 0;border:0;text-align:left}.stack td{padding-left:8rem}\
        .stack td::before{float:left;width:7.5rem;margin-left:-8rem;color:var(--quiet);font-size:var(--t1);font-weight:400;\
        line-height:1.8;overflow-wrap:anywhere;content:attr(data-label);content:attr(data-label)/""}\
        .stack td::after{content:"";display:block;clear:both}.stack th.number::before{content:attr(data-label) " "}\
        .stack .number.nothing{display:none}.scroll table:not(.stack){font-size:.85rem}}
        @media (prefers-reduced-motion:no-preference){button,.button,.tiles a,.filters a{transition:background .12s}}
        @page{size:A4;margin:14mm 12mm}
        @media print{:root{color-scheme:light;--ground:#fff;--panel:#fff;--line:#b9bfc7;--ink:#000;--quiet:#444;--link:#000;--good:#1a6b3a;\
        --wait:#7a5200;--bad:#a8201a}.top,.skip,.foot,.actions,.filters,.search,.pager,dialog,[data-scripted],form,details:not([open]),summary\
        {display:none!important}.printed{display:block;margin:var(--s6) 0 0;font-size:8pt;color:var(--quiet)}main{max-width:none;padding:0}\
        body{font-size:9.5pt;line-height:1.35}h1{font-size:15pt;margin-top:0}h2{font-size:12pt;margin:var(--s4) 0 var(--s2)}h3{font-size:10.5pt}\
        h1,h2,h3,caption,thead,.lead{break-after:avoid}.lead{font-size:11pt}th,td{padding:2pt 4pt}.hint,.small,thead th{font-size:8pt}\
        .scroll{overflow:visible}.scroll table{font-size:inherit}a{color:inherit;text-decoration:none}tr,li,figure{break-inside:avoid}\
        thead{display:table-header-group}.wide{display:table-cell}pre{white-space:pre-wrap}.tiles{grid-template-columns:repeat(4,1fr)}}

        """
}

/// The one script. Pages work without it; with it, figures follow what happens, lists are walked by keyboard, and confirmations are asked for on the
/// page that is open.
///
/// Nothing in it knows a page: what it works on is marked in the markup. `#live` holds figures that follow the events of `data-src`
/// (``LiveFigures``); `#keys` holds the table of keys, with what each does (``Shortcuts``); a link with `data-dialog` leads to a
/// confirmation; `data-scripted` is shown only where the script runs. It writes no text but what the server wrote, and loads nothing but pages
/// of ours.
enum Script {
    static let asset = Asset(text, type: "text/javascript; charset=utf-8", ending: "js")

    static let text = #"""
        'use strict';
        (() => {
        const one = (s, from = document) => from.querySelector(s);
        const all = (s, from = document) => [...from.querySelectorAll(s)];
        const parse = text => new DOMParser().parseFromString(text, 'text/html');
        const keep = {
          get: name => { try { return localStorage.getItem(name); } catch { return null; } },
          set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* a browser that keeps nothing */ } },
        };
        all('[data-scripted]').forEach(e => { e.hidden = false; });

        // Brings one tree to the state of another and leaves what is the same: focus, scrolling and open details stay.
        function follow(old, fresh) {
          let mine = old.firstChild, theirs = fresh.firstChild;
          while (theirs) {
            const next = theirs.nextSibling;
            if (!mine) old.append(theirs);
            else if (mine.nodeType !== theirs.nodeType || mine.nodeName !== theirs.nodeName || (mine.id || '') !== (theirs.id || '')) {
              mine.replaceWith(theirs);
              mine = theirs.nextSibling;
            } else {
              if (mine.nodeType === 1) { attributes(mine, theirs); follow(mine, theirs); }
              else if (mine.data !== theirs.data) mine.data = theirs.data;
              mine = mine.nextSibling;
            }
            theirs = next;
          }
          while (mine) { const next = mine.nextSibling; mine.remove(); mine = next; }
        }
        function attributes(old, fresh) {
          for (const { name, value } of fresh.attributes) if (name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
          for (const { name } of [...old.attributes]) if (name !== 'open' && !fresh.hasAttribute(name)) old.removeAttribute(name);
        }

        // Figures that follow what happens.
        const live = one('#live');
        if (live && 'EventSource' in window) {
          const again = 15000, calm = 30000;
          let events = null, timer = 0, telling = 0, told = 0;
          const lead = () => one('.lead', live)?.textContent || '';
          const tell = () => { telling = 0; told = Date.now(); one('#told').textContent = lead(); };
          const stop = () => { clearTimeout(timer); if (events) events.close(); events = null; };
          const start = () => {
            stop();
            events = new EventSource(live.dataset.src + '?after=' + live.dataset.id);
            events.addEventListener('figures', event => {
              const before = lead();
              follow(live, parse(event.data).body);
              live.dataset.id = event.lastEventId;
              if (lead() !== before && !telling) telling = setTimeout(tell, Math.max(0, told + calm - Date.now()));
            });
            events.addEventListener('moment', event => { one('#moment').textContent = event.data; });
            events.onerror = () => { if (events && events.readyState === EventSource.CLOSED) { stop(); timer = setTimeout(look, again); } };
          };
          // Why it ended: a session that is over is said, anything else is tried again.
          const look = () => fetch(live.dataset.src, { headers: { Accept: 'text/event-stream' } }).then(answer => {
            if (answer.status === 401 || answer.status === 403) { one('#over').hidden = false; live.removeAttribute('data-src'); } else start();
          }, () => { timer = setTimeout(look, again); });
          const turn = () => { if (!live.dataset.src) return; if (document.hidden) stop(); else start(); };
          document.addEventListener('visibilitychange', turn);
          window.addEventListener('pagehide', stop);
          window.addEventListener('pageshow', event => { if (event.persisted) turn(); });
          turn();
        }

        // Confirmations on the page that is open. Where anything is not as expected the link is followed as without script.
        const bare = event => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
        document.addEventListener('click', async event => {
          const link = event.target.closest?.('a[data-dialog]');
          if (!link || !bare(event) || event.defaultPrevented || !window.HTMLDialogElement) return;
          event.preventDefault();
          try {
            const answer = await fetch(link.href, { headers: { Accept: 'text/html' } });
            const main = !answer.redirected && answer.ok && one('main', parse(await answer.text()));
            if (!main || !one('form', main)) throw 0;
            open(main, link);
          } catch { location.assign(link.href); }
        });
        function open(main, link) {
          const box = document.createElement('dialog');
          const title = one('h1', main);
          title.id = 'asked';
          box.setAttribute('aria-labelledby', 'asked');
          const heading = document.createElement('h2');
          heading.id = title.id;
          heading.append(...title.childNodes);
          title.replaceWith(heading);
          box.append(...main.childNodes);
          document.body.append(box);
          box.addEventListener('click', event => {
            const back = event.target.closest('a[data-back]');
            if (event.target === box || back && bare(event)) { event.preventDefault(); box.close(); }
          });
          box.addEventListener('close', () => { box.remove(); link.focus(); });
          box.showModal();
          (one('input:not([type=hidden]),select,textarea', box) || one('button', box)).focus();
        }

        // Keys, from the table on the page.
        const keys = one('#keys');
        if (keys) {
          const does = {};
          all('[data-key]', keys).forEach(e => { does[e.dataset.key] = e.dataset.does; });
          const on = one('#keys-on');
          on.checked = keep.get('keys') !== 'off';
          on.addEventListener('change', () => keep.set('keys', on.checked ? 'on' : 'off'));
          one('#keys-show')?.addEventListener('click', () => keys.showModal());
          keys.addEventListener('click', event => { if (event.target === keys) keys.close(); });
          const writes = e => e.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.nodeName);
          const links = () => all('main tbody tr').map(row => one('a[href]', row)).filter(a => a && a.offsetParent !== null);
          const walk = step => {
            const list = links();
            const row = document.activeElement.closest('tr');
            const place = list.findIndex(a => a === document.activeElement || (row && row.contains(a)));
            const next = place < 0 ? list[step > 0 ? 0 : list.length - 1] : list[place + step];
            if (next) { next.focus(); next.scrollIntoView({ block: 'nearest' }); }
          };
          const acts = {
            next: () => walk(1),
            previous: () => walk(-1),
                    search: () => { const field = one('main input[type=search]'); if (field) { field.focus(); field.select(); } else location.assign(keys.dataset.search); },
            help: () => keys.showModal(),
          };
          document.addEventListener('keydown', event => {
            if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !on.checked) return;
            const act = acts[does[event.key]];
            // Enter and Escape are the browser's own: they open the link that has the focus, and close a dialog.
            if (!act || writes(event.target) || one('dialog[open]')) return;
            event.preventDefault();
            act();
          });
          if (location.hash === '#q') one('#q')?.focus();
        }
        })();

        """#
}

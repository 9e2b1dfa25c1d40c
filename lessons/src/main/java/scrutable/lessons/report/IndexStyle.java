package scrutable.lessons.report;

/// The style sheet of the [IndexPage], for light and dark ground.
final class IndexStyle {
  static final String CSS = """
      :root {
        --paper: #f6f7f8; --card: #fff; --ink: #1b1f24; --dim: #57606a; --rule: #d9dde2;
        --link: #0b62a8; --pass: #00704f; --fail: #b13c00; --badge: #fff;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --paper: #0d0f12; --card: #15181c; --ink: #e6e8eb; --dim: #a0a8b2; --rule: #2d333b;
          --link: #6cb6f5; --pass: #2fbf8f; --fail: #f08a58; --badge: #0d0f12;
        }
      }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
      main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
      h1 { font-size: 1.5rem; }
      h2 { font-size: 1.25rem; margin-top: 0; }
      a { color: var(--link); }
      section { background: var(--card); border: 1px solid var(--rule); border-radius: 8px;
        padding: 1.25rem; margin-top: 1.5rem; }
      blockquote { margin: 0; padding-left: .8rem; border-left: 3px solid var(--rule); color: var(--dim);
        white-space: pre-line; }
      .claim { font-size: 1.05rem; }
      .sabotage { color: var(--fail); }
      .scroll { overflow-x: auto; margin: 1rem 0; }
      table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
      caption { text-align: left; color: var(--dim); padding-bottom: .3rem; }
      th, td { text-align: left; vertical-align: top; padding: .25rem .9rem .25rem 0;
        border-bottom: 1px solid var(--rule); }
      th { color: var(--dim); font-weight: 600; }
      td { min-width: 4rem; }
      .runs { list-style: none; margin: 1rem 0; padding: 0; }
      .runs li { display: grid; grid-template-columns: 7rem 1fr; gap: .9rem; padding: .6rem 0;
        border-bottom: 1px solid var(--rule); font-size: .9rem; overflow-wrap: anywhere; }
      .runs a { font-weight: 600; font-size: 1rem; }
      .thumb img { display: block; max-width: 100%; max-height: 5.5rem; }
      .dim { color: var(--dim); }
      .criteria { margin: 1rem 0; }
      .criteria td { min-width: 0; }
      .number { text-align: right; }
      .yes { color: var(--pass); font-weight: 700; }
      .no { color: var(--fail); font-weight: 700; }
      .badge { font-size: .75rem; font-weight: 700; padding: .1rem .5rem; border-radius: 4px;
        color: var(--badge); white-space: nowrap; }
      .pass { background: var(--pass); }
      .fail { background: var(--fail); }
      figure { margin: 1.25rem 0; }
      figure img { max-width: 100%; height: auto; }
      figcaption { color: var(--dim); font-size: .9rem; max-width: 42rem; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; font-size: .85rem;
        margin-bottom: 0; }
      dt { color: var(--dim); }
      dd { margin: 0; }
      @media (max-width: 40rem) {
        .runs li { grid-template-columns: 5rem 1fr; }
        dl { display: block; }
        dd { margin-bottom: .5rem; }
        .criteria thead { display: none; }
        .criteria tr { display: grid; grid-template-columns: 1.4rem auto auto 1fr; column-gap: .5rem;
          border-bottom: 1px solid var(--rule); padding: .3rem 0; }
        .criteria td { border: 0; padding: 0; text-align: left; }
        .criteria td:nth-child(3) { grid-column: 2 / -1; grid-row: 1; }
        .criteria td:nth-child(2) { grid-column: 2; color: var(--dim); }
        .criteria td:nth-child(4) { grid-column: 3; }
        .criteria td:nth-child(5) { grid-column: 4; color: var(--dim); }
      }
      """;

  private IndexStyle() {}
}

package scrutable.lessons.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void xmlEscapesEverySpecialCharacter() {
    assertEquals("&lt;script&gt;&amp;&quot;&#39;", Markup.xml("<script>&\"'"));
    assertEquals("a&#13;\nb\tc", Markup.xml("a\r\nb\tc"));
  }

  @Test
  void xmlReplacesWhatXmlForbids() {
    assertEquals("a\uFFFDb\uFFFDc\uFFFD", Markup.xml("a\0b\uD800c\uFFFE"));
    assertEquals("\uD83D\uDC3C", Markup.xml("\uD83D\uDC3C"));
  }

  @Test
  void csvQuotesWhatNeedsQuotes() {
    assertEquals("plain text", Markup.csv("plain text"));
    assertEquals("\"a,b\"", Markup.csv("a,b"));
    assertEquals("\"say \"\"hi\"\"\"", Markup.csv("say \"hi\""));
    assertEquals("\"two\nlines\"", Markup.csv("two\nlines"));
    assertEquals("\" outer\"", Markup.csv(" outer"));
  }

  @Test
  void csvDisarmsFormulasButLeavesNumbers() {
    assertEquals("\"'=HYPERLINK(1)\"", Markup.csv("=HYPERLINK(1)"));
    assertEquals("\"'+cmd\"", Markup.csv("+cmd"));
    assertEquals("\"'@sum\"", Markup.csv("@sum"));
    assertEquals("-1.5", Markup.csv("-1.5"));
    assertEquals("-Infinity", Markup.csv("-Infinity"));
  }

  @Test
  void markdownEscapesTablesLinksAndHtml() {
    assertEquals("a\\|b \\[x\\](y) &lt;b&gt; \\*c\\* d e", Markup.markdown("a|b [x](y) <b> *c* d\ne"));
  }
}

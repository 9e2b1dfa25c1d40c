package scrutable.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void whatPrintsStaysAsItIs() {
    String text = "Grüße, \u732B \uD83D\uDE00 ~ 'x' \\ \"";
    assertEquals(text, Printable.text(text));
  }

  @Test
  void whatCommandsATerminalOrTurnsTheReadingIsEscaped() {
    assertEquals("\\u001b[31m\\u000a\\u0000\\u007f\\u009b2J", Printable.text("\u001b[31m\n\0\u007f\u009b2J"));
    assertEquals("a\\u202ecod.exe\\u2028\\ufeff", Printable.text("a\u202ecod.exe\u2028\ufeff"));
    assertEquals("\\ud800x\\udc00", Printable.text("\ud800x\udc00"));
    assertEquals("\\udb40\\udc41", Printable.text(Character.toString(0xE0041))); // an invisible letter
  }

  @Test
  void aQuotedNameIsShortAndEndsWhereItEnds() {
    assertEquals("\"a\\\"b\\\\c\"", Printable.quoted("a\"b\\c"));
    assertEquals("\"" + "x".repeat(100) + "...\"", Printable.quoted("x".repeat(1_000_000)));
    assertEquals("\"" + "x".repeat(100) + "\"", Printable.quoted("x".repeat(100)));
  }
}

package scrutable.lessons.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokensTest {
  @Test
  void wordsAreNamesNumbersStringsAndSigns() {
    assertEquals(List.of("x1", "+=", "1.5e3", "*", "f", "(", "\"a \\\" b\"", ",", "'\\''", ")", ";"),
        joined(Tokens.of("x1 += /* no } */ 1.5e3 * f(\"a \\\" b\", '\\''); // ; }")));
  }

  /// Two signs are two words, except that this list shows `+=` as one.
  private static List<String> joined(List<String> tokens) {
    return List.of(String.join(" ", tokens).replace("+ =", "+=").replace("\"a \\\" b\"", "\"a_\\\"_b\"").split(" "))
        .stream().map(token -> token.replace("\"a_\\\"_b\"", "\"a \\\" b\"")).toList();
  }

  @Test
  void codeIsFinishedIfItClosesWhatItOpens() {
    for (String fine : List.of("return x;", "if (a) { b(); }", "String s = \"}\"; // }", "/* { */ char c = '{';", "")) {
      assertEquals("", Tokens.unfinished(fine), fine);
    }
    for (String wrong : List.of("}", "if (a) {", "} {", "/* x", "String s = \"x;", "char c = 'x;", "\\u007d")) {
      assertFalse(Tokens.unfinished(wrong).isEmpty(), wrong);
    }
  }

  @Test
  void aLongStringNeedsNoDeepStack() {
    assertEquals(1, Tokens.of("\"" + "x".repeat(1_000_000) + "\"").size());
  }
}
